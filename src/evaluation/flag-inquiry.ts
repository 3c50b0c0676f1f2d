import type { KnownFlag } from './known-flags.js';
import type { Outcome, ServedOutcome } from './outcome.js';
import { PrerequisiteSearch } from './prerequisite-search.js';
import type { TargetInquiry } from './target-inquiry.js';

/** Evaluates flags of one environment for one target within one request. */
export class FlagInquiry {
  readonly #target: TargetInquiry;
  readonly #flagCount: number;
  #prerequisites: PrerequisiteSearch | undefined;

  constructor(target: TargetInquiry, flagCount: number) {
    this.#target = target;
    this.#flagCount = flagCount;
  }

  /** What the flag serves; undefined, and reported, when that is nothing. */
  outcome(known: KnownFlag): ServedOutcome | undefined {
    const outcome = known.hasPrerequisites ? this.#outcomeAfterPrerequisites(known) : known.decide(this.#target);
    if (outcome.evaluation !== undefined) return outcome;

    known.flag.reportUnevaluable(this.#target, outcome.problem);
    return undefined;
  }

  #outcomeAfterPrerequisites(known: KnownFlag): Outcome {
    this.#prerequisites ??= new PrerequisiteSearch(this.#flagCount, this.#target);
    return this.#prerequisites.isMet(known) ? this.#prerequisites.decide(known) : known.whenUnmet;
  }
}
