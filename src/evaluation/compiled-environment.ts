import type { Target } from '../kernel/target.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { CompiledSegment } from './compiled-segment.js';
import { DecisionGraph } from './decision-graph.js';
import type { Evaluation } from './evaluation.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import { joinEncoded } from './join-encoded.js';
import { type KnownFlag, KnownFlags } from './known-flags.js';
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
  readonly #graph: DecisionGraph;
  readonly #flags: KnownFlags;
  readonly #asked: Asked;

  constructor(flags: Iterable<CompiledFlag>, segments: Iterable<CompiledSegment>, options: EnvironmentOptions) {
    const known = new KnownSegments(segments, options.andRules);
    this.#graph = new DecisionGraph(new Questions(known));
    this.#flags = new KnownFlags(flags, this.#graph);
    this.#asked = { flags: this.#flags, graph: this.#graph, segments: known, onProblem: options.onProblem ?? (() => {}) };
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
    return flag && this.#outcome(flag, new TargetInquiry(target, this.#asked, 'one flag'));
  }

  #all(target: Target): ServedOutcome[] {
    const { count } = this.#flags;
    const inquiry = new TargetInquiry(target, this.#asked, 'all flags');
    const outcomes: ServedOutcome[] = [];
    for (let index = 0; index < count; index++) {
      const flag = this.#flags.at(index);
      const outcome = flag && this.#outcome(flag, inquiry);
      if (outcome !== undefined) outcomes.push(outcome);
    }
    return outcomes;
  }

  #outcome({ flag, entry }: KnownFlag, inquiry: TargetInquiry): ServedOutcome | undefined {
    const outcome = this.#graph.outcomeAt(this.#graph.walk(entry, inquiry));
    if (outcome === undefined || outcome.evaluation !== undefined) return outcome;

    flag.reportUnevaluable(inquiry, outcome.problem);
    return undefined;
  }
}
