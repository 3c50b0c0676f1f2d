import { LRUCache } from 'lru-cache';
import type { AuthKeyHash, EnvironmentId } from '../../kernel/configuration.js';
import { CacheUnavailable } from '../../ports/cache.port.js';
import { parsedJson } from './parsed-json.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';

const maxLookUps = 32;
const maxUnknown = 10_000;
const unknownForMs = 5_000;
const limitMs = 1_000;

/**
 * To which environment a key belongs that this node has not heard of: a primary of another make does not announce new ones.
 * A flood of made-up keys stays a trickle of reads.
 */
export class RedisAuthKeys {
  readonly #unknown = new LRUCache<AuthKeyHash, true>({ max: maxUnknown, ttl: unknownForMs });
  readonly #lookUps = new Map<AuthKeyHash, Promise<EnvironmentId | undefined>>();

  constructor(private readonly connections: RedisConnections) {}

  /** Undefined when nobody knows the key. Rejects with CacheUnavailable when that cannot be said now. */
  async find(hash: AuthKeyHash): Promise<EnvironmentId | undefined> {
    if (this.#unknown.has(hash)) return undefined;
    const running = this.#lookUps.get(hash);
    if (running) return running;
    if (this.#lookUps.size >= maxLookUps) throw new CacheUnavailable('Too many unknown keys are looked up');
    const lookUp = this.#lookUp(hash).finally(() => this.#lookUps.delete(hash));
    this.#lookUps.set(hash, lookUp);
    return lookUp;
  }

  async #lookUp(hash: AuthKeyHash): Promise<EnvironmentId | undefined> {
    const environment = parsedJson(await this.connections.ask((client) => client.get(redisKeys.authKey(hash)), limitMs));
    if (typeof environment === 'string' && environment !== '') return environment;
    this.#unknown.set(hash, true);
    return undefined;
  }
}
