import { Pace } from '../../../kernel/pace.js';
import { isAsset } from '../asset-names.js';
import { environmentAssets } from '../environment-assets.js';
import type { WrittenEnvironments } from '../written-environments.js';
import type { KeyInventory } from './key-inventory.js';

const charactersOfAsset = 256;

/** Tells what inventories in Redis name and nobody wants. */
export class LeftOverAssets {
  readonly #pace = new Pace();

  constructor(
    private readonly environments: WrittenEnvironments,
    private readonly inventory: KeyInventory,
  ) {}

  async in(inventories: Iterable<string>): Promise<readonly string[]> {
    const named = new Set<string>();
    for (const key of inventories) for (const asset of await this.inventory.named(key)) named.add(asset);
    if (named.size === 0) return [];

    for (const asset of this.inventory.unwritten().flat()) named.delete(asset);
    for (const config of this.environments.all()) {
      const assets = environmentAssets(config);
      await this.#pace.before(assets.length * charactersOfAsset);
      for (const asset of assets) named.delete(asset);
    }
    return [...named].filter(isAsset);
  }
}
