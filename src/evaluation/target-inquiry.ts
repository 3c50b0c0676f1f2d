import type { Target } from '../kernel/target.js';
import { attributeText } from './attribute-text.js';
import { bucketOf } from './bucket.js';
import type { DecisionGraph } from './decision-graph.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import { GroupSearch } from './group-search.js';
import type { Inquiry } from './inquiry.js';
import type { KnownFlags } from './known-flags.js';
import type { KnownSegments } from './known-segments.js';
import { PrerequisiteSearch } from './prerequisite-search.js';
import { bitsOf } from './target-list.js';

/** What an environment lets a request ask about. */
export interface Asked {
  readonly flags: KnownFlags;
  readonly graph: DecisionGraph;
  readonly segments: KnownSegments;
  readonly onProblem: (problem: EvaluationProblem) => void;
}

const effortOfAnswer = 250;

const unknown = 0;
const yes = 1;
const no = 2;

/** Keeps what has been found out about one target for as long as one request takes. */
export class TargetInquiry implements Inquiry {
  readonly targetIdentifier: string;
  readonly #target: Target;
  readonly #asked: Asked;
  readonly #answers: Uint8Array | undefined;
  readonly #texts = new Map<string, string>();
  readonly #buckets = new Map<string, number>();
  #bits = 0;
  #effort = 0;
  #groupSearch: GroupSearch | undefined;
  #prerequisiteSearch: PrerequisiteSearch | undefined;

  /** Answers are only kept where many flags are asked about: for one flag, room for them costs more than asking twice. */
  constructor(target: Target, asked: Asked, scope: 'one flag' | 'all flags') {
    this.targetIdentifier = target.identifier;
    this.#target = target;
    this.#asked = asked;
    this.#answers = scope === 'all flags' ? new Uint8Array(asked.graph.questions.count) : undefined;
  }

  /** What the answers so far have cost, in nanoseconds or so. */
  get effort(): number {
    return this.#effort;
  }

  get targetBits(): number {
    return (this.#bits ||= bitsOf(this.targetIdentifier));
  }

  attribute(name: string): string {
    let text = this.#texts.get(name);
    if (text === undefined) {
      text = attributeText(this.#target, name);
      this.#texts.set(name, text);
    }
    this.#effort += effortOfAnswer + text.length;
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

  answer(question: number): boolean {
    const known = this.#answers?.[question] ?? unknown;
    if (known !== unknown) return known === yes;

    const holds = this.#asked.graph.questions.at(question)?.(this) ?? false;
    if (this.#answers !== undefined) this.#answers[question] = holds ? yes : no;
    return holds;
  }

  isInAnySegment(segmentIndexes: readonly number[]): boolean {
    this.#groupSearch ??= new GroupSearch(this, this.#asked.segments);
    return this.#groupSearch.isInAny(segmentIndexes);
  }

  meetsPrerequisites(flagIndex: number): boolean {
    const { flags, graph } = this.#asked;
    this.#prerequisiteSearch ??= new PrerequisiteSearch(flags.count, graph, this);
    const flag = flags.at(flagIndex);
    return flag === undefined || this.#prerequisiteSearch.isMet(flag);
  }

  spend(effort: number): void {
    this.#effort += effort;
  }

  report(problem: EvaluationProblem): void {
    this.#asked.onProblem(problem);
  }

  #computeBucket(bucketBy: string): number {
    const value = this.attribute(bucketBy);
    if (value !== '') return bucketOf(bucketBy, value);

    // Without the attribute the identifier is hashed, under its own name.
    return this.targetIdentifier === '' ? 0 : bucketOf('identifier', this.targetIdentifier);
  }
}
