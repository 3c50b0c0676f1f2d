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
  #known: ReadonlySet<AuthKeyHash> = new Set();

  constructor(
    private readonly environment: EnvironmentId,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  doubt(): void {
    this.#list = undefined;
  }

  isWritten(hashes: readonly AuthKeyHash[]): boolean {
    return this.#list === hashes;
  }

  /** A key that was taken back ends first; a new one works only once its environment can be found by it. */
  async write(hashes: readonly AuthKeyHash[]): Promise<void> {
    if (this.isWritten(hashes)) return;
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
    this.#list = hashes;
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
