import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Log } from '../../kernel/log.js';
import type { Target } from '../../kernel/target.js';
import type { RememberedTargetsPort } from '../../ports/remembered-targets.port.js';
import type { FilesUpstream } from './files-upstream.js';
import type { OfflineEnvironment } from './reading/offline-environment.js';

/** Far more often than a store forgets. */
const defaultAgainMs = 60 * 60 * 1000;

const targetsPerTurn = 200;

/**
 * Makes the targets of the files known, on every node that shares the store. Later a registration of an SDK stands, until the files
 * change: what a store has forgotten is told again from time to time.
 */
export class FeedTargets implements OnApplicationBootstrap, OnApplicationShutdown {
  #told = new Map<EnvironmentId, readonly Target[]>();
  #again: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly upstream: FilesUpstream,
    private readonly targets: RememberedTargetsPort,
    private readonly log: Log,
    private readonly againMs = defaultAgainMs,
  ) {}

  onApplicationBootstrap(): void {
    this.upstream.onChange((environments) => this.#inTurn(() => this.#tellChanged(environments)));
    this.#inTurn(() => this.#tellChanged(this.upstream.environments));
    this.#again = setInterval(() => this.#inTurn(() => this.#tellForgotten()), this.againMs);
    this.#again.unref();
  }

  onApplicationShutdown(): void {
    this.#isStopped = true;
    clearInterval(this.#again);
  }

  async #tellChanged(environments: readonly OfflineEnvironment[]): Promise<void> {
    const before = this.#told;
    this.#told = new Map(environments.map(({ config, targets }) => [config.id, targets]));
    for (const [environment, targets] of this.#told) {
      if (targets !== before.get(environment)) await this.#tell(environment, targets);
    }
  }

  async #tellForgotten(): Promise<void> {
    for (const [environment, targets] of this.#told) {
      for (const target of targets) {
        if (this.#isStopped) return;
        if (!(await this.targets.find(environment, target.identifier))) await this.#tell(environment, [target]);
      }
    }
  }

  async #tell(environment: EnvironmentId, targets: readonly Target[]): Promise<void> {
    for (const [index, target] of targets.entries()) {
      if (this.#isStopped) return;
      if (index % targetsPerTurn === 0) await nextTurn();
      await this.targets.remember(environment, target);
    }
  }

  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => this.log.warn({ err: error }, 'targets of the files could not be remembered'));
  }
}
