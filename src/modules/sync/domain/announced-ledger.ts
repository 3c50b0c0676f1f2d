import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { differences, isAnew } from './compare-items.js';

/** The items of one part: as they are held, until one of them was told of by itself. */
type Items = readonly ConfigItem[] | Map<string, ConfigItem>;

interface Shown {
  readonly domain: ConfigurationChange['domain'];
  readonly item: ConfigItem;
}

interface Announced {
  flags: Items;
  segments: Items;
}

/**
 * What this node's SDKs have been told of, item by item. Data is read from the cache for many reasons, events come by another
 * way and may be missed: whatever is held and was never told of shows here.
 */
export class AnnouncedLedger {
  readonly #announced = new Map<EnvironmentId, Announced>();
  /** What is held, or was for a moment, without a word: SDKs may have read it. */
  readonly #shown = new Map<EnvironmentId, Map<string, Shown>>();

  /** An environment begins: SDKs read all of it when they come. */
  begin(config: EnvironmentConfig): void {
    this.#announced.set(config.id, { flags: config.featureConfigs, segments: config.segments });
  }

  end(environment: EnvironmentId): void {
    this.#announced.delete(environment);
    this.#shown.delete(environment);
  }

  /** Memory goes from one to the other, for whatever reason: what is there anew may be gone again before anybody is told of it. */
  shows(before: EnvironmentConfig, after: EnvironmentConfig): void {
    this.#show(after.id, [...shownOf('flag', before.featureConfigs, after.featureConfigs), ...shownOf('target-segment', before.segments, after.segments)]);
  }

  /** Whether it was shown and nobody was told: then its end is news, whatever was told before. */
  hasShown({ environment, domain, identifier }: ConfigurationChange): boolean {
    return this.#shown.get(environment)?.has(nameOf(domain, identifier)) ?? false;
  }

  /**
   * What SDKs have to hear before `change`: the item is an older one than they were told of, so it was deleted and created again.
   * They drop a version that is not higher than the one they hold.
   */
  before(change: ConfigurationChange, config: EnvironmentConfig): readonly ConfigurationChange[] {
    if (change.event === 'delete') return [];
    const known = this.#itemsOf(change)?.get(change.identifier);
    const held = itemOf(change, config);
    if (!known || !held || held.version === 0 || held.version >= known.version) return [];
    return [{ ...change, event: 'delete', version: known.version + 1 }];
  }

  /** Whether SDKs were told of the item, and not yet of the life that is held of it. */
  knowsFormerLife(change: ConfigurationChange, config: EnvironmentConfig): boolean {
    const known = this.#itemsOf(change)?.get(change.identifier);
    const held = itemOf(change, config);
    return known !== undefined && held !== undefined && isAnew(known, held);
  }

  /** A change was told of while `config` is held. */
  note(change: ConfigurationChange, config: EnvironmentConfig): void {
    this.#shown.get(change.environment)?.delete(nameOf(change.domain, change.identifier));
    const items = this.#itemsOf(change);
    const item = itemOf(change, config);
    // What is held after a deletion was created again, and that is told by itself.
    if (item && change.event === 'delete') this.#show(config.id, [{ domain: change.domain, item }]);
    if (item && change.event !== 'delete') items?.set(change.identifier, item);
    else items?.delete(change.identifier);
  }

  /** What is held and was not told of; it counts as told from now on. */
  untold(config: EnvironmentConfig): readonly ConfigurationChange[] {
    const announced = this.#announced.get(config.id);
    const shown = [...(this.#shown.get(config.id)?.values() ?? [])];
    this.begin(config);
    this.#shown.delete(config.id);
    if (!announced) return [];
    const untold = [
      ...untoldOf(config.id, 'flag', announced.flags, config.featureConfigs),
      ...untoldOf(config.id, 'target-segment', announced.segments, config.segments),
    ];
    const known = new Set(untold.map(({ domain, identifier }) => nameOf(domain, identifier)));
    const gone = shown.filter(({ domain, item }) => !known.has(nameOf(domain, item.identifier)) && !itemsOf(config, domain).some(({ identifier }) => identifier === item.identifier));
    return [...untold, ...gone.map(({ domain, item }) => ({ domain, event: 'delete' as const, environment: config.id, identifier: item.identifier, version: item.version + 1 }))];
  }

  #show(environment: EnvironmentId, shown: readonly Shown[]): void {
    if (shown.length === 0) return;
    const all = this.#shown.get(environment) ?? new Map<string, Shown>();
    for (const each of shown) all.set(nameOf(each.domain, each.item.identifier), each);
    this.#shown.set(environment, all);
  }

  #itemsOf(change: ConfigurationChange): Map<string, ConfigItem> | undefined {
    const announced = this.#announced.get(change.environment);
    if (!announced) return undefined;
    const part = partOf(change);
    const items = announced[part];
    return items instanceof Map ? items : (announced[part] = byIdentifier(items));
  }
}

function untoldOf(environment: EnvironmentId, domain: ConfigurationChange['domain'], told: Items, held: readonly ConfigItem[]): readonly ConfigurationChange[] {
  return told === held ? [] : differences(environment, domain, [...told.values()], held);
}

function partOf({ domain }: ConfigurationChange): 'flags' | 'segments' {
  return domain === 'flag' ? 'flags' : 'segments';
}

function itemOf({ domain, identifier: wanted }: ConfigurationChange, config: EnvironmentConfig): ConfigItem | undefined {
  return itemsOf(config, domain).find(({ identifier }) => identifier === wanted);
}

function itemsOf(config: EnvironmentConfig, domain: ConfigurationChange['domain']): readonly ConfigItem[] {
  return domain === 'flag' ? config.featureConfigs : config.segments;
}

function shownOf(domain: ConfigurationChange['domain'], before: readonly ConfigItem[], after: readonly ConfigItem[]): readonly Shown[] {
  if (before === after) return [];
  const known = new Set(before.map(({ identifier }) => identifier));
  return after.filter(({ identifier }) => !known.has(identifier)).map((item) => ({ domain, item }));
}

function nameOf(domain: ConfigurationChange['domain'], identifier: string): string {
  return `${domain} ${identifier}`;
}

function byIdentifier(items: readonly ConfigItem[]): Map<string, ConfigItem> {
  return new Map(items.map((item) => [item.identifier, item]));
}
