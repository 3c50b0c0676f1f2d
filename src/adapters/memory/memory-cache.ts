import { Injectable } from '@nestjs/common';
import type { StreamState } from '../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../kernel/configuration.js';
import type { CachePort } from '../../ports/cache.port.js';

/** The cache of a single node: what it holds ends with the process. */
@Injectable()
export class MemoryCache implements CachePort {
  readonly #environments = new Map<EnvironmentId, EnvironmentConfig>();
  #streamState: StreamState | undefined;

  async *loadAll(isWanted: (environment: EnvironmentId) => boolean = () => true): AsyncIterable<EnvironmentConfig> {
    for (const config of [...this.#environments.values()]) if (isWanted(config.id)) yield config;
  }

  async load(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return this.#environments.get(environment);
  }

  async loadLeftOver(): Promise<undefined> {
    // Nobody else writes here.
  }

  async store(config: EnvironmentConfig): Promise<void> {
    this.#environments.set(config.id, config);
  }

  doubt(): void {
    // What was stored is there.
  }

  async audit(): Promise<'whole'> {
    return 'whole';
  }

  async remove(environment: EnvironmentId): Promise<void> {
    this.#environments.delete(environment);
  }

  async retain(environments: readonly EnvironmentId[]): Promise<readonly EnvironmentId[]> {
    const wanted = new Set(environments);
    const removed = [...this.#environments.keys()].filter((environment) => !wanted.has(environment));
    for (const environment of removed) this.#environments.delete(environment);
    return removed;
  }

  async readStreamState(): Promise<StreamState | undefined> {
    return this.#streamState;
  }

  async writeStreamState(state: StreamState): Promise<void> {
    this.#streamState = state;
  }
}
