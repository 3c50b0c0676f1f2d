import type { ConfigurationChange, InventoryChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { differences } from './compare-items.js';

/** The change that an environment which is held now was not held before. */
export function added(environment: EnvironmentId): InventoryChange {
  return { domain: 'proxy', event: 'environmentsAdded', environments: [environment] };
}

/** Differences of flags and groups that none of the announced events is about. */
export function unexplained(before: EnvironmentConfig, after: EnvironmentConfig, announced: readonly ConfigurationChange[]): ConfigurationChange[] {
  const explained = new Set(announced.map((change) => `${change.domain} ${change.identifier}`));
  return [
    ...(after.featureConfigs === before.featureConfigs ? [] : differences(after.id, 'flag', before.featureConfigs, after.featureConfigs)),
    ...(after.segments === before.segments ? [] : differences(after.id, 'target-segment', before.segments, after.segments)),
  ].filter((change) => !explained.has(`${change.domain} ${change.identifier}`));
}

/** What was created again after a deletion that is told late: SDKs that hear of the deletion have to hear of it as well. */
export function revived(after: EnvironmentConfig, announced: readonly ConfigurationChange[]): ConfigurationChange[] {
  const last = new Map(announced.map((change) => [`${change.domain} ${change.identifier}`, change]));
  return [...last.values()].flatMap((change) => {
    if (change.event !== 'delete') return [];
    const items = change.domain === 'flag' ? after.featureConfigs : after.segments;
    const held = items.find(({ identifier }) => identifier === change.identifier);
    return held ? [{ ...change, event: 'create' as const, version: held.version }] : [];
  });
}

/** Keys that came and went. */
export function keyChanges(before: EnvironmentConfig, after: EnvironmentConfig): InventoryChange[] {
  if (before.authKeys === after.authKeys) return [];
  const change = (event: 'apiKeyAdded' | 'apiKeyRemoved') => (authKey: string) => ({ domain: 'proxy', event, environment: after.id, authKey }) as const;
  const removed = before.authKeys.filter((key) => !after.authKeys.includes(key));
  const addedKeys = after.authKeys.filter((key) => !before.authKeys.includes(key));
  return [...removed.map(change('apiKeyRemoved')), ...addedKeys.map(change('apiKeyAdded'))];
}
