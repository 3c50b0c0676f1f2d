import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { differences } from './compare-items.js';

interface Announced {
  readonly flags: ReadonlyMap<string, ConfigItem>;
  readonly segments: ReadonlyMap<string, ConfigItem>;
}

/**
 * What this node's SDKs have been told of, item by item. Data is read from the cache for many reasons, events come by another
 * way and may be missed: whatever is held and was never told of shows here.
 */
export class AnnouncedLedger {
  readonly #announced = new Map<EnvironmentId, Announced>();

  /** An environment begins: SDKs read all of it when they come. */
  begin(config: EnvironmentConfig): void {
    this.#announced.set(config.id, { flags: byIdentifier(config.featureConfigs), segments: byIdentifier(config.segments) });
  }

  end(environment: EnvironmentId): void {
    this.#announced.delete(environment);
  }

  /** A change was told of while `config` is held. */
  note(change: ConfigurationChange, config: EnvironmentConfig): void {
    const announced = this.#announced.get(change.environment);
    if (!announced) return;
    const part = change.domain === 'flag' ? 'flags' : 'segments';
    const item = (change.domain === 'flag' ? config.featureConfigs : config.segments).find(({ identifier }) => identifier === change.identifier);
    const items = new Map(announced[part]);
    if (item) items.set(change.identifier, item);
    else items.delete(change.identifier);
    this.#announced.set(change.environment, { ...announced, [part]: items });
  }

  /** What is held and was not told of; it counts as told from now on. */
  untold(config: EnvironmentConfig): readonly ConfigurationChange[] {
    const announced = this.#announced.get(config.id);
    this.begin(config);
    if (!announced) return [];
    return [
      ...differences(config.id, 'flag', [...announced.flags.values()], config.featureConfigs),
      ...differences(config.id, 'target-segment', [...announced.segments.values()], config.segments),
    ];
  }
}

function byIdentifier(items: readonly ConfigItem[]): ReadonlyMap<string, ConfigItem> {
  return new Map(items.map((item) => [item.identifier, item]));
}
