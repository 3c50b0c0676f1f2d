import type { Target } from '../kernel/target.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { CompiledSegment } from './compiled-segment.js';
import type { Evaluation } from './evaluation.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import { FlagInquiry } from './flag-inquiry.js';
import { joinEncoded } from './join-encoded.js';
import { KnownFlags } from './known-flags.js';
import { KnownSegments } from './known-segments.js';
import type { ServedOutcome } from './outcome.js';
import { Questions } from './questions.js';
import { type Asked, TargetInquiry } from './target-inquiry.js';

export interface EnvironmentOptions {
  /** Whether all clauses of a group's serving rule must hold. Without, each counts by its first clause only, as in the reference. */
  readonly andRules: boolean;
  readonly onProblem?: (problem: EvaluationProblem) => void;
}

/** The flags and target groups of one environment at one moment, ready to be evaluated. Immutable as seen from outside. */
export class CompiledEnvironment {
  readonly #flags: KnownFlags;
  readonly #asked: Asked;

  constructor(flags: Iterable<CompiledFlag>, segments: Iterable<CompiledSegment>, options: EnvironmentOptions) {
    this.#asked = {
      questions: new Questions(),
      segments: new KnownSegments(segments, options.andRules),
      onProblem: options.onProblem ?? (() => {}),
    };
    this.#flags = new KnownFlags(flags, this.#asked.questions);
  }

  /**
   * Makes what the first requests would have to make, one flag or group at each step, so that it can be spread over turns
   * of the event loop. Nothing depends on it.
   */
  *prepare(): Generator<undefined, void, undefined> {
    for (let index = 0; index < this.#flags.count; index++) yield void this.#flags.at(index);
    for (const segment of this.#asked.segments) yield void segment.membership;
  }

  /** Whether the environment has the flag, be it evaluable or not. */
  has(flagIdentifier: string): boolean {
    return this.#flags.has(flagIdentifier);
  }

  /** Undefined when the flag is unknown or serves the target nothing. */
  evaluate(flagIdentifier: string, target: Target): Evaluation | undefined {
    return this.#one(flagIdentifier, target)?.evaluation;
  }

  /** In the environment's order, without the flags that serve the target nothing. */
  evaluateAll(target: Target): Evaluation[] {
    return this.#all(target).map(({ evaluation }) => evaluation);
  }

  /** What `evaluate` says, as JSON for the wire. Shared between answers: never to be written to. */
  encodeOne(flagIdentifier: string, target: Target): Buffer | undefined {
    return this.#one(flagIdentifier, target)?.encoded.bytes;
  }

  /** What `evaluateAll` says, as JSON for the wire. */
  encodeAll(target: Target): Buffer {
    return joinEncoded(this.#all(target).map(({ encoded }) => encoded.bytes));
  }

  #one(identifier: string, target: Target): ServedOutcome | undefined {
    const flag = this.#flags.find(identifier);
    if (flag === undefined) return undefined;
    return new FlagInquiry(new TargetInquiry(target, this.#asked, 'one flag'), this.#flags.count).outcome(flag);
  }

  #all(target: Target): ServedOutcome[] {
    const { count } = this.#flags;
    const inquiry = new FlagInquiry(new TargetInquiry(target, this.#asked, 'all flags'), count);
    const outcomes: ServedOutcome[] = [];
    for (let index = 0; index < count; index++) {
      const flag = this.#flags.at(index);
      const outcome = flag === undefined ? undefined : inquiry.outcome(flag);
      if (outcome !== undefined) outcomes.push(outcome);
    }
    return outcomes;
  }
}
