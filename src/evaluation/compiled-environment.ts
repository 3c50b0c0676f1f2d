import type { Target } from '../kernel/target.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { CompiledSegment } from './compiled-segment.js';
import { DecisionGraph } from './decision-graph.js';
import type { Evaluation } from './evaluation.js';
import type { EvaluationProblem } from './evaluation-problem.js';
import { joinEncoded } from './join-encoded.js';
import { KnownFlags } from './known-flags.js';
import { KnownSegments } from './known-segments.js';
import type { Place } from './place.js';
import { Questions } from './questions.js';
import { type Asked, TargetInquiry } from './target-inquiry.js';

/** Some milliseconds. Ordinary targets stay far below it in all steps together. */
const stepEffort = 2_000_000;

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
    return this.#one(flagIdentifier, target, (place) => this.#graph.outcomeAt(place)?.evaluation);
  }

  /** In the environment's order, without the flags that serve the target nothing. */
  evaluateAll(target: Target): Evaluation[] {
    return drained(this.#all(target, (place) => this.#graph.outcomeAt(place)?.evaluation));
  }

  /** What `evaluate` says, as JSON for the wire. Shared between answers: never to be written to. */
  encodeOne(flagIdentifier: string, target: Target): Buffer | undefined {
    return this.#one(flagIdentifier, target, (place) => this.#graph.bytesAt(place));
  }

  /** What `evaluateAll` says, as JSON for the wire, in a buffer of its own. */
  encodeAll(target: Target, allocate = (length: number): Buffer => Buffer.allocUnsafe(length)): Buffer {
    return drained(this.encodingAll(target, allocate));
  }

  /** The same in steps that are short however long the attributes and however many the patterns: a caller can pause between them. */
  *encodingAll(target: Target, allocate = (length: number): Buffer => Buffer.allocUnsafe(length)): Generator<undefined, Buffer, undefined> {
    return joinEncoded(yield* this.#all(target, (place) => this.#graph.bytesAt(place)), allocate);
  }

  #one<T>(identifier: string, target: Target, served: (place: Place) => T | undefined): T | undefined {
    const flag = this.#flags.find(identifier);
    return flag && this.#serve(flag.index, flag.entry, new TargetInquiry(target, this.#asked, 'one flag'), served);
  }

  *#all<T>(target: Target, served: (place: Place) => T | undefined): Generator<undefined, T[], undefined> {
    const { count } = this.#flags;
    const inquiry = new TargetInquiry(target, this.#asked, 'all flags');
    const all: T[] = [];
    let pauseAt = stepEffort;
    for (let index = 0; index < count; index++) {
      const entry = this.#flags.entry(index);
      const one = entry === undefined ? undefined : this.#serve(index, entry, inquiry, served);
      if (one !== undefined) all.push(one);
      if (inquiry.effort > pauseAt) {
        yield;
        pauseAt = inquiry.effort + stepEffort;
      }
    }
    return all;
  }

  #serve<T>(index: number, entry: Place, inquiry: TargetInquiry, served: (place: Place) => T | undefined): T | undefined {
    const place = this.#graph.walk(entry, inquiry);
    return served(place) ?? this.#reportUnserved(index, place, inquiry);
  }

  #reportUnserved(index: number, place: Place, inquiry: TargetInquiry): undefined {
    const outcome = this.#graph.outcomeAt(place);
    if (outcome?.evaluation === undefined) this.#flags.at(index)?.flag.reportUnevaluable(inquiry, outcome?.problem ?? '');
  }
}

function drained<Result>(steps: Generator<undefined, Result, undefined>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
