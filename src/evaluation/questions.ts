import { type Condition, conditionKey } from './condition.js';
import type { KnownSegments } from './known-segments.js';
import type { SegmentList } from './segment-list.js';

/**
 * The conditions that the flags of one environment ask about, numbered so that each request answers each at most once:
 * flags of one environment tend to ask the same few things.
 */
export class Questions {
  readonly #segments: KnownSegments;
  readonly #numbers = new Map<string, number>();
  readonly #questions: Condition['holds'][] = [];

  constructor(segments: KnownSegments) {
    this.#segments = segments;
  }

  get count(): number {
    return this.#questions.length;
  }

  at(question: number): Condition['holds'] | undefined {
    return this.#questions[question];
  }

  about({ key, holds }: Condition): number {
    const number = (key === undefined ? undefined : this.#numbers.get(key)) ?? this.#questions.push(holds) - 1;
    if (key !== undefined) this.#numbers.set(key, number);
    return number;
  }

  /** Whether the target is in one of the groups. */
  aboutSegments(list: SegmentList): number {
    const { key } = conditionKey('segmentMatch', list.identifiers);
    const known = key === undefined ? undefined : this.#numbers.get(key);
    if (known !== undefined) return known;

    const indexes = this.#segments.find(list).map(({ index }) => index);
    const holds: Condition['holds'] = (inquiry) => inquiry.isInAnySegment(indexes);
    return this.about(key === undefined ? { holds } : { holds, key });
  }
}
