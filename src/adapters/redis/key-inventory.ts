import type { EnvironmentId } from '../../kernel/configuration.js';
import { environmentAssets } from './environment-assets.js';
import { isRecord } from './is-record.js';
import { parsedJson } from './parsed-json.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import type { WrittenEnvironments } from './written-environments.js';

/** The list of all that our proxy key has in Redis, which primaries compare with what they want there. A list of nothing is no key at all. */
export class KeyInventory {
  readonly #key: string;
  /** Assets of environments that are kept without having been written by this process. */
  #others: ReadonlyMap<EnvironmentId, readonly string[]> = new Map();
  #isWhole = false;
  #assets: { readonly turn: number; readonly keys: ReadonlySet<string> } | undefined;
  #waiting: Promise<void> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    proxyKey: string,
    private readonly environments: WrittenEnvironments,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {
    this.#key = redisKeys.inventory(proxyKey);
  }

  isOurs(key: string): boolean {
    return key === this.#key;
  }

  /** Everything that is to be there now. */
  assets(): ReadonlySet<string> {
    if (this.#assets?.turn !== this.environments.turn) this.#assets = { turn: this.environments.turn, keys: this.#collect() };
    return this.#assets.keys;
  }

  /** What stays of environments that this process has not written, told once a configuration is whole. */
  keep(others: ReadonlyMap<EnvironmentId, readonly string[]>): void {
    this.#others = others;
    this.#assets = undefined;
    this.#isWhole = true;
  }

  /** Also for one that this process has not written. */
  forget(environment: EnvironmentId): void {
    if (this.#others.has(environment)) this.keep(new Map([...this.#others].filter(([id]) => id !== environment)));
  }

  /** Nothing before the first whole configuration: half an inventory would take the other half from Redis. Calls made meanwhile share the next write. */
  async update(): Promise<void> {
    if (!this.#isWhole) return;
    this.#waiting ??= this.#next();
    await this.#waiting;
  }

  async isStored(): Promise<boolean> {
    return !this.#isWhole || (await this.connections.ask((client) => client.exists(this.#key))) === 1;
  }

  /** The assets that an inventory names, whatever it says of them. */
  async read(key: string): Promise<readonly string[]> {
    const assets = parsedJson(await this.connections.read((client) => client.get(key)));
    return isRecord(assets) ? Object.keys(assets) : [];
  }

  #collect(): ReadonlySet<string> {
    const written = this.environments.all();
    const others = [...this.#others].filter(([id]) => this.environments.wanted(id) === undefined);
    return new Set([...written.flatMap(environmentAssets), ...others.flatMap(([, assets]) => assets)]);
  }

  #next(): Promise<void> {
    const result = this.#writing.then(() => {
      this.#waiting = undefined;
      const assets = this.assets();
      return assets.size === 0 ? this.writer.del(this.#key) : this.writer.set(this.#key, textOf(assets));
    });
    this.#writing = result.catch(() => undefined);
    return result;
  }
}

/** Other makes expect texts as values. */
function textOf(assets: ReadonlySet<string>): string {
  return `{${[...assets].map((asset) => `${JSON.stringify(asset)}:""`).join(',')}}`;
}
