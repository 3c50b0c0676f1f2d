import type { EnvironmentId } from '../../kernel/configuration.js';
import { inBatches } from './in-batches.js';
import { keyPages } from './key-pages.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { targetIn } from './target-text.js';

/**
 * Takes the targets of removed environments out of Redis: one search for all that were removed before it began. Nobody waits for
 * it, and what it misses expires by itself.
 */
export class TargetRemoval {
  #waiting = new Set<EnvironmentId>();
  #isRunning = false;

  constructor(
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  remove(environment: EnvironmentId): void {
    this.#waiting.add(environment);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.size > 0) {
      const environments = this.#waiting;
      this.#waiting = new Set();
      await this.#removeAll([...environments]).catch(() => undefined);
    }
    this.#isRunning = false;
  }

  async #removeAll(environments: readonly EnvironmentId[]): Promise<void> {
    await inBatches(environments, (environment) => this.writer.del(redisKeys.targets(environment)));
    for await (const page of keyPages(this.connections, redisKeys.target('*', '*'))) {
      await inBatches(page, async (key) => {
        const environment = environments.find((id) => key.startsWith(redisKeys.target(id, '')));
        if (environment !== undefined) await this.#removeTarget(key, environment);
      });
    }
  }

  /** Keys of odd environments may read like those of targets. */
  async #removeTarget(key: string, environment: EnvironmentId): Promise<void> {
    const text = await this.connections.read((client) => client.get(key));
    const identifier = key.slice(redisKeys.target(environment, '').length);
    if (text !== null && targetIn(text, environment, identifier)) await this.writer.del(key);
  }
}
