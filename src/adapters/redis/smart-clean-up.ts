import type { EnvironmentId } from '../../kernel/configuration.js';
import { forEachAtOnce } from '../../kernel/for-each-at-once.js';
import { tokenKeyOf } from './asset-names.js';
import type { Completeness } from './completeness.js';
import { environmentAssets } from './environment-assets.js';
import type { EnvironmentReader } from './environment-reader.js';
import { inBatches } from './in-batches.js';
import type { KeyInventory } from './inventory/key-inventory.js';
import { LeftOverAssets } from './inventory/left-over-assets.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { scanKeys } from './scan-keys.js';
import type { WrittenEnvironments } from './written-environments.js';

/** Environments that are written again at the same time, when everything is. */
const writtenAtOnce = 8;

/**
 * Makes Redis hold what is wanted and nothing else of the configuration: after that it is complete. Assets that neither are
 * wanted nor stand in an inventory or belong to an environment found are not ours to judge.
 */
export class SmartCleanUp {
  readonly #leftOver: LeftOverAssets;

  constructor(
    private readonly environments: WrittenEnvironments,
    private readonly inventory: KeyInventory,
    private readonly reader: EnvironmentReader,
    private readonly completeness: Completeness,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {
    this.#leftOver = new LeftOverAssets(environments, inventory);
  }

  /** `found` are the environments in Redis. Tells which went. An environment that is stored meanwhile stays. */
  async execute(environments: readonly EnvironmentId[], find: () => Promise<readonly EnvironmentId[]>): Promise<readonly EnvironmentId[]> {
    const turn = this.environments.turn;
    const wanted = new Set(environments);
    const isUntouched = await this.completeness.isUntouched();
    if (!isUntouched) {
      this.environments.doubt();
      this.inventory.doubt();
    }
    await forEachAtOnce(wanted, writtenAtOnce, (environment) => this.environments.catchUp(environment));

    const held = this.environments.all().map(({ id }) => id);
    const unwanted = [...new Set([...held, ...(await find())])].filter((id) => !wanted.has(id));
    const removed: EnvironmentId[] = [];
    for (const environment of unwanted) {
      if (this.environments.isNewerThan(environment, turn)) continue;
      await this.environments.remove(environment);
      removed.push(environment);
    }

    const inventories = await scanKeys(this.connections, redisKeys.inventory('*'));
    this.inventory.keep(await this.#assetsOfOthers(wanted));
    const leftOver = await this.#leftOver.in(inventories);
    this.inventory.begin();
    await this.#removeAssets(leftOver, turn);
    await this.inventory.update();
    await inBatches([...inventories].filter((key) => !this.inventory.isOurs(key)), (key) => this.writer.del(key));
    if (!isUntouched || !this.completeness.hasMarked) await this.completeness.mark();
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
  async #removeAssets(assets: readonly string[], turn: number): Promise<void> {
    const remove = async (key: string | undefined, asset: string): Promise<void> => {
      if (key !== undefined && !this.environments.assetsSince(turn).has(asset)) await this.writer.del(key);
    };
    await inBatches(assets, async (asset) => {
      await remove(tokenKeyOf(asset), asset);
      await remove(asset, asset);
    });
  }
}
