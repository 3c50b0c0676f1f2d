import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import { Pace } from '../../../kernel/pace.js';
import { environmentIn } from '../asset-names.js';
import { inBatches } from '../in-batches.js';
import type { RedisConnections } from '../redis-connections.js';
import { redisKeys } from '../redis-keys.js';
import { scanKeys } from '../scan-keys.js';
import { namesIn } from './names-in.js';

/** Tells whether another node leads. */
interface Leaders {
  isAnothers(): Promise<boolean>;
}

const none: ReadonlySet<EnvironmentId> = new Set();

/**
 * What primaries of other proxy keys have left in Redis: environments in their inventories that are not in ours. What a leader
 * that is alive writes is not left over, whatever its key: a node with a new key follows it until it leads itself.
 */
export class LeftOvers {
  readonly #own: string;
  readonly #pace = new Pace();
  #others: readonly string[] = [];
  #environments: ReadonlySet<EnvironmentId> = none;

  constructor(
    proxyKey: string,
    private readonly connections: RedisConnections,
    private readonly leaders: Leaders,
    private readonly log: Log,
  ) {
    this.#own = redisKeys.inventory(proxyKey);
  }

  /** All of them. Rejects with CacheUnavailable. */
  async find(): Promise<ReadonlySet<EnvironmentId>> {
    const inventories = await scanKeys(this.connections, redisKeys.inventory('*'));
    this.#others = [...inventories].filter((key) => key !== this.#own);
    const found = await this.#found();
    if (found.size > 0 && this.#environments.size === 0) this.log.warn({ environments: found.size }, 'Redis holds environments of another proxy key: they are not served');
    this.#environments = found;
    return found;
  }

  /** Whether this one still is, of those that were found. */
  async includes(environment: EnvironmentId): Promise<boolean> {
    if (!this.#environments.has(environment) || (await this.leaders.isAnothers())) return false;
    const remaining = await inBatches(this.#others, (key) => this.connections.read((client) => client.exists(key)));
    if (!remaining.includes(1)) this.#environments = none;
    return this.#environments.has(environment) && !(await this.#listedIn(this.#own)).has(environment);
  }

  async #found(): Promise<ReadonlySet<EnvironmentId>> {
    if (this.#others.length === 0 || (await this.leaders.isAnothers())) return none;
    const [ours = none, ...theirs] = await inBatches([this.#own, ...this.#others], (key) => this.#listedIn(key));
    return new Set(theirs.flatMap((listed) => [...listed]).filter((environment) => !ours.has(environment)));
  }

  async #listedIn(inventory: string): Promise<ReadonlySet<EnvironmentId>> {
    const text = await this.connections.read((client) => client.get(inventory));
    const assets = await namesIn(text ?? '{}', this.#pace);
    return new Set(assets.flatMap((asset) => environmentIn(asset) ?? []));
  }
}
