import type { Target } from '../kernel/target.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { CompiledSegment } from './compiled-segment.js';
import type { Evaluation } from './evaluation.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import { FlagInquiry } from './flag-inquiry.js';
import { KnownFlags } from './known-flags.js';
import { KnownSegments } from './known-segments.js';

export interface EnvironmentOptions {
  /** Whether all clauses of a group's serving rule must hold. Without, each counts by its first clause only, as in the reference. */
  readonly andRules: boolean;
  readonly onProblem?: (problem: EvaluationProblem) => void;
}

/** The flags and target groups of one environment at one moment, ready to be evaluated. Immutable as seen from outside. */
export class CompiledEnvironment {
  readonly #flags: KnownFlags;
  readonly #segments: KnownSegments;
  readonly #onProblem: (problem: EvaluationProblem) => void;

  constructor(flags: Iterable<CompiledFlag>, segments: Iterable<CompiledSegment>, options: EnvironmentOptions) {
    this.#flags = new KnownFlags(flags);
    this.#segments = new KnownSegments(segments, options.andRules);
    this.#onProblem = options.onProblem ?? (() => {});
  }

  /** Whether the environment has the flag, be it evaluable or not. */
  has(flagIdentifier: string): boolean {
    return this.#flags.find(flagIdentifier) !== undefined;
  }

  /** Undefined when the flag is unknown or serves the target nothing. */
  evaluate(flagIdentifier: string, target: Target): Evaluation | undefined {
    const flag = this.#flags.find(flagIdentifier);
    return flag === undefined ? undefined : this.#inquire(target).outcome(flag)?.evaluation;
  }

  /** In the environment's order, without the flags that serve the target nothing. */
  evaluateAll(target: Target): Evaluation[] {
    const inquiry = this.#inquire(target);
    const evaluations: Evaluation[] = [];
    for (const flag of this.#flags) {
      const evaluation = inquiry.outcome(flag)?.evaluation;
      if (evaluation !== undefined) evaluations.push(evaluation);
    }
    return evaluations;
  }

  /** What `evaluate` says, as JSON for the wire. */
  encodeOne(flagIdentifier: string, target: Target): string | undefined {
    const flag = this.#flags.find(flagIdentifier);
    return flag === undefined ? undefined : this.#inquire(target).outcome(flag)?.json;
  }

  /** What `evaluateAll` says, as JSON for the wire. */
  encodeAll(target: Target): string {
    const inquiry = this.#inquire(target);
    let list = '';
    for (const flag of this.#flags) {
      const outcome = inquiry.outcome(flag);
      if (outcome !== undefined) list += list === '' ? outcome.json : `,${outcome.json}`;
    }
    return `[${list}]`;
  }

  #inquire(target: Target): FlagInquiry {
    return new FlagInquiry(target, this.#flags, this.#segments, this.#onProblem);
  }
}
