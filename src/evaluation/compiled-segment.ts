import type { Condition } from './condition.js';
import type { SegmentList } from './segment-list.js';

/** Conditions that must all hold. Those on other groups stand apart, because groups may refer to each other in circles. */
export interface SegmentRule {
  readonly conditions: readonly Condition[];
  readonly segmentLists: readonly SegmentList[];
}

/** Who is in a target group: members by name, or whoever fits any of the rules. */
export interface Membership {
  readonly excluded: ReadonlySet<string>;
  readonly included: ReadonlySet<string>;
  /** The rules with AND rules on. */
  readonly rules: readonly SegmentRule[];
  /** The rules with AND rules off. */
  readonly rulesWithoutAnd: readonly SegmentRule[];
}

/** One version of a target group, ready to be part of any environment. */
export class CompiledSegment {
  #membership: Membership | (() => Membership);

  constructor(
    readonly identifier: string,
    compile: () => Membership,
  ) {
    this.#membership = compile;
  }

  /** Made when first asked for, when the source is let go: most groups of most environments are never asked for. */
  get membership(): Membership {
    if (typeof this.#membership === 'function') this.#membership = this.#membership();
    return this.#membership;
  }
}
