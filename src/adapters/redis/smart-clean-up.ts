import type { EnvironmentId } from '../../kernel/configuration.js';
import { isAsset, tokenKeyOf } from './asset-names.js';
import type { Completeness } from './completeness.js';
import { environmentAssets } from './environment-assets.js';
import type { EnvironmentReader } from './environment-reader.js';
import { inBatches } from './in-batches.js';
import type { KeyInventory } from './key-inventory.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { scanKeys } from './scan-keys.js';
import type { WrittenEnvironments } from './written-environments.js';

/**
 * Makes Redis hold what is wanted and nothing else of the configuration: after that it is complete. Assets that neither are
 * wanted nor stand in an inventory or belong to an environment found are not ours to judge.
 */
export class SmartCleanUp {
  constructor(
    private readonly environments: WrittenEnvironments,
    private readonly inventory: KeyInventory,
    private readonly reader: EnvironmentReader,
    private readonly completeness: Completeness,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  /** `found` are the environments in Redis. Tells which went. An environment that is stored meanwhile stays. */
  async execute(environments: readonly EnvironmentId[], find: () => Promise<readonly EnvironmentId[]>): Promise<readonly EnvironmentId[]> {
    const turn = this.environments.turn;
    const wanted = new Set(environments);
    if (!(await this.completeness.isUntouched())) this.environments.doubt();
    for (const environment of wanted) await this.environments.catchUp(environment);

    const held = this.environments.all().map(({ id }) => id);
    const unwanted = [...new Set([...held, ...(await find())])].filter((id) => !wanted.has(id));
    const removed: EnvironmentId[] = [];
    for (const environment of unwanted) {
      if (this.environments.isNewerThan(environment, turn)) continue;
      await this.environments.remove(environment);
      removed.push(environment);
    }

    const inventories = await scanKeys(this.connections, redisKeys.inventory('*'));
    const listed = await inBatches(inventories, (key) => this.inventory.read(key));
    this.inventory.keep(await this.#assetsOfOthers(wanted));
    await this.#removeAssets(listed.flat());
    await this.inventory.update();
    await inBatches([...inventories].filter((key) => !this.inventory.isOurs(key)), (key) => this.writer.del(key));
    await this.completeness.mark();
    return removed;
  }

  /** Environments that could not be fetched this time stay as an earlier process has written them. */
  async #assetsOfOthers(wanted: ReadonlySet<EnvironmentId>): Promise<ReadonlyMap<EnvironmentId, readonly string[]>> {
    const others = new Map<EnvironmentId, readonly string[]>();
    for (const environment of wanted) {
      if (this.environments.wanted(environment)) continue;
      const config = await this.reader.look(environment);
      if (config) others.set(environment, environmentAssets(config));
    }
    return others;
  }

  /** Asked again before each: a write that began meanwhile may want the key back. */
  async #removeAssets(listed: readonly string[]): Promise<void> {
    const remove = async (key: string | undefined, asset: string): Promise<void> => {
      if (key !== undefined && !this.inventory.assets().has(asset)) await this.writer.del(key);
    };
    await inBatches(new Set(listed.filter(isAsset)), async (asset) => {
      await remove(tokenKeyOf(asset), asset);
      await remove(asset, asset);
    });
  }
}
