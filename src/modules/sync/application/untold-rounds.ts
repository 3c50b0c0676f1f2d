import { setImmediate as turn } from 'node:timers/promises';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import type { ReadModel } from '../../../read-model/read-model.js';

/** An event is on its way for less than this. */
const roundMs = 5_000;

/** Environments looked at before other work gets its turn. */
const batchSize = 50;

/**
 * Looks now and then for what memory holds and SDKs were not told of: the event about it may have been lost with the node that
 * should have sent it. An environment that has not changed since the last look costs nothing.
 */
export class UntoldRounds {
  readonly #told = new Map<EnvironmentId, EnvironmentConfig>();
  #suspects = new Set<EnvironmentId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly readModel: ReadModel,
    private readonly tell: (environment: EnvironmentId) => void,
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.round(), roundMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Something was told: whether that was all is looked at again. */
  doubt(environment: EnvironmentId): void {
    this.#told.delete(environment);
  }

  /** What has changed since the last round has this round to be told by itself. */
  async round(): Promise<void> {
    const before = this.#suspects;
    this.#suspects = new Set();
    const held = this.readModel.environmentIds();
    for (const [index, environment] of [...held].entries()) {
      if (index % batchSize === batchSize - 1) await turn();
      this.#look(environment, before.has(environment));
    }
    for (const environment of this.#told.keys()) if (!this.readModel.environment(environment)) this.#told.delete(environment);
  }

  #look(environment: EnvironmentId, isSuspect: boolean): void {
    const config = this.readModel.environment(environment)?.config;
    if (!config || this.#told.get(environment) === config) return;
    if (!isSuspect) {
      this.#suspects.add(environment);
      return;
    }
    this.tell(environment);
    this.#told.set(environment, config);
  }
}
