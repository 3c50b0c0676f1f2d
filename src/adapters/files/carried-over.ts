import { isDeepStrictEqual } from 'node:util';
import type { ConfigItem } from '../../kernel/configuration.js';
import { compactJson } from './compact-json.js';
import type { OfflineEnvironment } from './reading/offline-environment.js';

/** What was read anew, with everything taken over from before that says the same, be it written in another way; the very same object when all does. */
export function carriedOver(before: OfflineEnvironment, after: OfflineEnvironment): OfflineEnvironment {
  const featureConfigs = sameItems(before.config.featureConfigs, after.config.featureConfigs);
  const segments = sameItems(before.config.segments, after.config.segments);
  const authKeys = isDeepStrictEqual(before.config.authKeys, after.config.authKeys) ? before.config.authKeys : after.config.authKeys;
  const targets = isDeepStrictEqual(before.targets, after.targets) ? before.targets : after.targets;
  const isSame = featureConfigs === before.config.featureConfigs && segments === before.config.segments && authKeys === before.config.authKeys;
  const config = isSame ? before.config : { id: after.config.id, featureConfigs, segments, authKeys };
  return isSame && targets === before.targets && before.directory === after.directory ? before : { directory: after.directory, config, targets };
}

function sameItems(before: readonly ConfigItem[], after: readonly ConfigItem[]): readonly ConfigItem[] {
  const known = new Map(before.map((item) => [item.identifier, item]));
  const items = after.map((item) => {
    const old = known.get(item.identifier);
    return old !== undefined && saysTheSame(old.json, item.json) ? old : item;
  });
  return items.length === before.length && items.every((item, index) => item === before[index]) ? before : items;
}

function saysTheSame(one: string, other: string): boolean {
  return one === other || compactJson(one) === compactJson(other);
}
