import { compileEnvironment, type CompiledEnvironment, type EvaluationProblem } from '../evaluation/index.js';
import type { EnvironmentConfig, EnvironmentId } from '../kernel/configuration.js';
import { ShortTurns } from '../kernel/short-turns.js';
import { FlagSet } from './flag-set.js';
import { SegmentSet } from './segment-set.js';

export interface EvaluationSettings {
  readonly andRules: boolean;
  readonly onProblem: (environment: EnvironmentId, problem: EvaluationProblem) => void;
  /** An environment was put into memory. */
  readonly onInstall?: () => void;
  /** One that is in memory is compiled because somebody asks for an evaluation. */
  readonly onCompile?: () => void;
}

/** Everything an SDK can ask about one environment at one moment. Immutable: a change makes a new snapshot. */
export class EnvironmentSnapshot {
  readonly config: EnvironmentConfig;
  readonly flags: FlagSet;
  readonly segments: SegmentSet;
  readonly #settings: EvaluationSettings;
  #compiled: CompiledEnvironment | undefined;
  #preparing: Promise<CompiledEnvironment> | undefined;
  #isPrepared = false;
  #environmentIdentifier: string | undefined;

  constructor(config: EnvironmentConfig, settings: EvaluationSettings, previous?: EnvironmentSnapshot) {
    this.config = config;
    this.#settings = settings;
    this.flags = previous?.flags.items === config.featureConfigs ? previous.flags : new FlagSet(config.featureConfigs, previous?.flags);
    this.segments = previous?.segments.items === config.segments ? previous.segments : new SegmentSet(config.segments, previous?.segments);
  }

  get id(): EnvironmentId {
    return this.config.id;
  }

  /** Compiled on first use: of many environments only few are evaluated. */
  get evaluation(): CompiledEnvironment {
    if (this.#compiled) return this.#compiled;
    this.#settings.onCompile?.();
    return (this.#compiled = compileEnvironment(
      this.flags.flags.map((flag) => flag.compiled),
      this.segments.segments.map((segment) => segment.compiled),
      { andRules: this.#settings.andRules, onProblem: (problem) => this.#settings.onProblem(this.id, problem) },
    ));
  }

  /** The same made in short turns, for whoever has it made first: it may be of thousands of flags. */
  prepared(): CompiledEnvironment | Promise<CompiledEnvironment> {
    return this.#isPrepared ? this.evaluation : (this.#preparing ??= this.#prepare().finally(() => (this.#preparing = undefined)));
  }

  async #prepare(): Promise<CompiledEnvironment> {
    const turns = new ShortTurns();
    for (const item of [...this.flags.flags, ...this.segments.segments]) {
      void item.compiled;
      await turns.pause();
    }
    const steps = this.evaluation.prepare();
    while (!steps.next().done) await turns.pause();
    this.#isPrepared = true;
    return this.evaluation;
  }

  /** The environment's identifier as its flags name it; undefined without flags. */
  get environmentIdentifier(): string | undefined {
    return (this.#environmentIdentifier ??= this.flags.flags[0]?.environmentIdentifier);
  }
}
