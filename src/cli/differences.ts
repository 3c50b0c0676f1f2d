import type { OfflineEnvironment } from '../adapters/files/reading/offline-environment.js';
import type { ConfigItem } from '../kernel/configuration.js';
import { changedFields } from './changed-fields.js';

export interface Difference {
  readonly environment: string;
  readonly kind: 'environment' | 'flag' | 'group' | 'key';
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a key, the first characters of its hash. */
  readonly identifier: string;
  readonly fields?: readonly string[];
  readonly versions?: readonly [before: number, after: number];
}

const shownOfKey = 8;

/** What somebody who serves the one is told when the other takes its place. */
export function differences(before: readonly OfflineEnvironment[], after: readonly OfflineEnvironment[]): readonly Difference[] {
  const old = byId(before);
  const latest = byId(after);
  const gone = before.filter(({ config }) => !latest.has(config.id)).map(({ config: { id } }): Difference => ({ environment: id, kind: 'environment', change: 'removed', identifier: id }));
  return [...gone, ...after.flatMap((environment) => environmentDifferences(old.get(environment.config.id), environment))];
}

function environmentDifferences(before: OfflineEnvironment | undefined, { config }: OfflineEnvironment): readonly Difference[] {
  const { id } = config;
  if (!before) return [{ environment: id, kind: 'environment', change: 'added', identifier: id }];
  const keys = (change: 'added' | 'removed', some: readonly string[], others: readonly string[]) =>
    some.filter((key) => !others.includes(key)).map((key): Difference => ({ environment: id, kind: 'key', change, identifier: key.slice(0, shownOfKey) }));
  return [
    ...itemDifferences(id, 'flag', before.config.featureConfigs, config.featureConfigs),
    ...itemDifferences(id, 'group', before.config.segments, config.segments),
    ...keys('removed', before.config.authKeys, config.authKeys),
    ...keys('added', config.authKeys, before.config.authKeys),
  ];
}

function itemDifferences(environment: string, kind: 'flag' | 'group', before: readonly ConfigItem[], after: readonly ConfigItem[]): readonly Difference[] {
  const old = new Map(before.map((item) => [item.identifier, item]));
  const current = new Set(after.map(({ identifier }) => identifier));
  const removed = before.filter(({ identifier }) => !current.has(identifier)).map(({ identifier }): Difference => ({ environment, kind, change: 'removed', identifier }));
  const others = after.flatMap(({ identifier, json, version }): readonly Difference[] => {
    const known = old.get(identifier);
    if (!known) return [{ environment, kind, change: 'added', identifier }];
    const fields = changedFields(known.json, json);
    return fields.length === 0 ? [] : [{ environment, kind, change: 'changed', identifier, fields, versions: [known.version, version] }];
  });
  return [...removed, ...others];
}

function byId(environments: readonly OfflineEnvironment[]): ReadonlyMap<string, OfflineEnvironment> {
  return new Map(environments.map((environment) => [environment.config.id, environment]));
}
