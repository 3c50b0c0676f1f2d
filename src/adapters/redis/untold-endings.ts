import type { ConfigurationChange } from '../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../kernel/configuration.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys, type ItemPart } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';

const domainOf = { featureConfigs: 'flag', segments: 'target-segment' } as const;

/**
 * The deletions of one part of an environment that Redis holds, or is about to hold, and that the bus has not been told of. They are
 * written down before the data is, since nothing shows them afterwards: should this process not live to tell them, whoever leads next
 * does (docs/adr/0009).
 */
export class UntoldEndings {
  readonly #key: string;
  /** While there are none that this process knows of, nothing is asked or written. */
  #mayBe = true;
  #turn = 0;

  constructor(
    private readonly environment: EnvironmentId,
    private readonly part: ItemPart,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {
    this.#key = redisKeys.untold(environment, part);
  }

  /** Another node may have written some. */
  doubt(): void {
    this.#mayBe = true;
    this.#turn += 1;
  }

  /** To be awaited before the data is written. Rejects as the writer does. */
  async begin(items: readonly ConfigItem[]): Promise<void> {
    if (items.length === 0) return;
    this.doubt();
    try {
      await this.writer.hset(this.#key, new Map(items.map(({ identifier, version }) => [identifier, String(version)])));
    } finally {
      // Who asked meanwhile has seen none, or not all.
      this.doubt();
    }
  }

  /** The bus holds it. One that cannot be crossed out is told once more. Never rejects. */
  async told(identifier: string): Promise<void> {
    if (this.#mayBe) await this.writer.hdel(this.#key, identifier).catch(() => undefined);
  }

  /** Each with a version above that of what went. Rejects with CacheUnavailable. */
  async all(): Promise<readonly ConfigurationChange[]> {
    if (!this.#mayBe) return [];
    const turn = this.#turn;
    const found = Object.entries(await this.connections.read((client) => client.hgetall(this.#key)));
    if (found.length === 0 && turn === this.#turn) this.#mayBe = false;
    return found.map(([identifier, version]) => ({ event: 'delete', domain: domainOf[this.part], environment: this.environment, identifier, version: (Number.parseInt(version, 10) || 0) + 1 }));
  }

  /** The environment is gone, and with it all who would have to be told. */
  async remove(): Promise<void> {
    if (this.#mayBe) await this.writer.del(this.#key);
  }
}
