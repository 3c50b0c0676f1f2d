import type { AuthKeyHash, EnvironmentId } from '../../kernel/configuration.js';
import { authKeysIn, authKeysText } from './auth-key-names.js';
import { inBatches } from './in-batches.js';
import { parsedJson } from './parsed-json.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';

/** The keys of one environment as this process has written them. */
export class WrittenAuthKeys {
  #list: readonly AuthKeyHash[] | undefined;
  #doubts = 0;
  #known: ReadonlySet<AuthKeyHash> = new Set();

  constructor(
    private readonly environment: EnvironmentId,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  doubt(): void {
    this.#list = undefined;
    this.#doubts += 1;
  }

  isWritten(hashes: readonly AuthKeyHash[]): boolean {
    return this.#list === hashes;
  }

  /** Whether the list is the one that was written; undefined while none is known to be. */
  async isStored(): Promise<boolean | undefined> {
    const list = this.#list;
    if (list === undefined) return undefined;
    const text = await this.connections.ask((client) => client.get(redisKeys.authKeys(this.environment)));
    // What was written meanwhile is not what was looked for.
    return list !== this.#list || text === authKeysText(list);
  }

  /** Whether each key leads to the environment as well. */
  async isStoredWhole(): Promise<boolean | undefined> {
    const list = this.#list;
    if (list === undefined) return undefined;
    const text = JSON.stringify(this.environment);
    const owners = await inBatches(list, (hash) => this.connections.ask((client) => client.get(redisKeys.authKey(hash))));
    return list !== this.#list || owners.every((owner) => owner === text);
  }

  /** A key that was taken back ends first; a new one works only once its environment can be found by it. */
  async write(hashes: readonly AuthKeyHash[]): Promise<void> {
    if (this.isWritten(hashes)) return;
    const doubts = this.#doubts;
    const before = new Set(this.#list);
    const possible = await this.#possible();
    const wanted = new Set(hashes);
    this.#list = undefined;
    this.#known = new Set([...possible, ...wanted]);

    await this.#remove([...possible].filter((hash) => !wanted.has(hash)));
    await this.writer.set(redisKeys.authKeys(this.environment), authKeysText(hashes));
    const text = JSON.stringify(this.environment);
    await inBatches(
      [...wanted].filter((hash) => !before.has(hash)),
      (hash) => this.writer.set(redisKeys.authKey(hash), text),
    );
    // A doubt that came meanwhile may be about what was written before it.
    if (doubts === this.#doubts) this.#list = hashes;
    this.#known = wanted;
  }

  /** The list, empty by then, goes with `removeList`, last: by it what is left of an environment is found. */
  async removeKeys(): Promise<void> {
    const possible = await this.#possible();
    this.#list = undefined;
    await this.#remove(possible);
    await this.writer.set(redisKeys.authKeys(this.environment), authKeysText([]));
    this.#known = new Set();
  }

  async removeList(): Promise<void> {
    await this.writer.del(redisKeys.authKeys(this.environment));
  }

  /** Those that this process wrote and, when it cannot be sure of the list, those that are in Redis. */
  async #possible(): Promise<ReadonlySet<AuthKeyHash>> {
    if (this.#list !== undefined) return this.#known;
    const listed = authKeysIn(await this.connections.read((client) => client.get(redisKeys.authKeys(this.environment))));
    return new Set([...this.#known, ...(listed ?? [])]);
  }

  /** A key may have moved to another environment, which has written it already. */
  async #remove(hashes: Iterable<AuthKeyHash>): Promise<void> {
    await inBatches(hashes, async (hash) => {
      const key = redisKeys.authKey(hash);
      const owner = parsedJson(await this.connections.read((client) => client.get(key)));
      if (owner === this.environment) await this.writer.del(key);
    });
  }
}
