import type { Target } from '../kernel/target.js';
import { attributeText } from './attribute-text.js';
import { bucketOf } from './bucket.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import { GroupSearch } from './group-search.js';
import type { Inquiry, SegmentList } from './inquiry.js';
import type { KnownSegments } from './known-segments.js';

/** Keeps what has been found out about one target for as long as one request takes. */
export class TargetInquiry implements Inquiry {
  readonly targetIdentifier: string;
  readonly #target: Target;
  readonly #segments: KnownSegments;
  readonly #onProblem: (problem: EvaluationProblem) => void;
  readonly #texts = new Map<string, string>();
  readonly #buckets = new Map<string, number>();
  #groupSearch: GroupSearch | undefined;

  constructor(target: Target, segments: KnownSegments, onProblem: (problem: EvaluationProblem) => void) {
    this.targetIdentifier = target.identifier;
    this.#target = target;
    this.#segments = segments;
    this.#onProblem = onProblem;
  }

  attribute(name: string): string {
    let text = this.#texts.get(name);
    if (text === undefined) {
      text = attributeText(this.#target, name);
      this.#texts.set(name, text);
    }
    return text;
  }

  bucket(bucketBy: string): number {
    let bucket = this.#buckets.get(bucketBy);
    if (bucket === undefined) {
      bucket = this.#computeBucket(bucketBy);
      this.#buckets.set(bucketBy, bucket);
    }
    return bucket;
  }

  isInAnySegment(segments: SegmentList): boolean {
    this.#groupSearch ??= new GroupSearch(this, this.#segments);
    return this.#groupSearch.isInAny(segments);
  }

  report(problem: EvaluationProblem): void {
    this.#onProblem(problem);
  }

  #computeBucket(bucketBy: string): number {
    const value = this.attribute(bucketBy);
    if (value !== '') return bucketOf(bucketBy, value);

    // Without the attribute the identifier is hashed, under its own name.
    return this.targetIdentifier === '' ? 0 : bucketOf('identifier', this.targetIdentifier);
  }
}
