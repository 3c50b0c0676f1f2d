import type { DecisionGraph } from './decision-graph.js';
import type { Inquiry } from './inquiry.js';
import type { Outcome } from './outcome.js';
import type { Place } from './place.js';

export interface Prerequisite {
  readonly flag: string;
  readonly variations: ReadonlySet<string>;
}

export interface FlagLogic {
  readonly prerequisites: readonly Prerequisite[];
  /** What the flag serves while a prerequisite is unmet. */
  readonly whenUnmet: Outcome;
  /** Adds to an environment's graph what the flag serves when its prerequisites do not matter: where that begins. */
  readonly decision: (graph: DecisionGraph) => Place;
}

/** One version of a flag, ready to be part of any environment. */
export class CompiledFlag {
  #logic: FlagLogic | (() => FlagLogic);
  #isReported = false;

  constructor(
    readonly identifier: string,
    compile: () => FlagLogic,
  ) {
    this.#logic = compile;
  }

  /** Made when first asked for, when the source is let go: most flags of most environments are never asked for. */
  get logic(): FlagLogic {
    if (typeof this.#logic === 'function') this.#logic = this.#logic();
    return this.#logic;
  }

  /** Reports that this version cannot be evaluated for some target, once. */
  reportUnevaluable(inquiry: Inquiry, message: string): void {
    if (this.#isReported) return;
    this.#isReported = true;
    inquiry.report({ kind: 'unevaluable-flag', flag: this.identifier, message });
  }
}
