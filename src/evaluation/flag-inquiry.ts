import type { Target } from '../kernel/target.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import type { KnownFlag, KnownFlags } from './known-flags.js';
import type { KnownSegments } from './known-segments.js';
import type { Outcome } from './outcome.js';
import { PrerequisiteSearch } from './prerequisite-search.js';
import { TargetInquiry } from './target-inquiry.js';

/** Evaluates flags for one target within one request. */
export class FlagInquiry {
  readonly #flags: KnownFlags;
  readonly #target: TargetInquiry;
  #prerequisites: PrerequisiteSearch | undefined;

  constructor(target: Target, flags: KnownFlags, segments: KnownSegments, onProblem: (problem: EvaluationProblem) => void) {
    this.#flags = flags;
    this.#target = new TargetInquiry(target, segments, onProblem);
  }

  /** What the flag serves; undefined, and reported, when that is nothing. */
  outcome(known: KnownFlag): Outcome | undefined {
    const outcome = this.#isUnmet(known) ? known.logic.whenUnmet : this.#decide(known);
    if (outcome.evaluation !== undefined) return outcome;

    known.flag.reportUnevaluable(this.#target, outcome.problem ?? '');
    return undefined;
  }

  #isUnmet(known: KnownFlag): boolean {
    if (known.prerequisites.length === 0) return false;
    this.#prerequisites ??= new PrerequisiteSearch(this.#flags.count, this.#target);
    return !this.#prerequisites.isMet(known);
  }

  #decide(known: KnownFlag): Outcome {
    return this.#prerequisites?.decided(known) ?? known.logic.decide(this.#target);
  }
}
