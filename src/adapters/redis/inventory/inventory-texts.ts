import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import type { Pace } from '../../../kernel/pace.js';
import { environmentAssets } from '../environment-assets.js';
import { InventoryText } from './inventory-text.js';

/** What it takes to make one, in characters that are gone through. */
const charactersOfAsset = 256;

interface Entries {
  readonly of: EnvironmentConfig;
  readonly text: string;
}

/** Makes the texts of an inventory, each from what the one before said of environments whose assets are the same. */
export class InventoryTexts {
  #made: ReadonlyMap<EnvironmentId, Entries> = new Map();

  constructor(private readonly pace: Pace) {}

  /** `others` are the assets of environments of which nothing else is known. */
  async of(environments: readonly EnvironmentConfig[], others: Iterable<readonly string[]>): Promise<InventoryText> {
    const made = new Map<EnvironmentId, Entries>();
    // In an order of their own: a process that starts again is to find what it would write.
    for (const config of environments.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
      const known = this.#made.get(config.id);
      made.set(config.id, known && haveSameItems(known.of, config) ? known : await this.#make(config));
    }
    this.#made = made;
    return new InventoryText([...[...made.values()].map(({ text }) => text), ...[...others].map(entriesOf)]);
  }

  async #make(config: EnvironmentConfig): Promise<Entries> {
    const assets = environmentAssets(config);
    await this.pace.before(assets.length * charactersOfAsset);
    return { of: config, text: entriesOf(assets) };
  }
}

function haveSameItems(one: EnvironmentConfig, other: EnvironmentConfig): boolean {
  return one.featureConfigs === other.featureConfigs && one.segments === other.segments && one.authKeys === other.authKeys;
}

/** Other makes expect texts as values. */
function entriesOf(assets: readonly string[]): string {
  return assets.map((asset) => `${JSON.stringify(asset)}:""`).join(',');
}
