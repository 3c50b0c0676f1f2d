import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';
import { decidesOtherwise } from './decides-otherwise.js';

/**
 * The new items, with those that did not change taken over from the old ones; the very same array when nothing changed.
 * Texts that are kept are copied, or each would hold on to the whole answer it was cut from.
 */
export function carryOver(before: readonly ConfigItem[], after: readonly ConfigItem[]): readonly ConfigItem[] {
  if (after === before) return before;
  const known = new Map(before.map((item) => [item.identifier, item]));
  const carried = after.map((item) => {
    const old = known.get(item.identifier);
    return old?.json === item.json ? old : { ...item, json: detached(item.json) };
  });
  return carried.length === before.length && carried.every((item, index) => item === before[index]) ? before : carried;
}

/** The new keys, or the very same array when nothing changed. */
export function carryKeysOver(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.length === after.length && after.every((key, index) => key === before[index]) ? before : after;
}

/** What SDKs have to be told so that they end with `after`. A version of 0 tells nothing. */
export function differences(
  environment: EnvironmentId,
  domain: ConfigurationChange['domain'],
  before: readonly ConfigItem[],
  after: readonly ConfigItem[],
): ConfigurationChange[] {
  const old = new Map(before.map((item) => [item.identifier, item]));
  const current = new Set(after.map((item) => item.identifier));
  const change = (event: ConfigurationChange['event'], { identifier }: ConfigItem, version: number): ConfigurationChange => ({
    domain,
    event,
    environment,
    identifier,
    version,
  });
  const removed = before.filter((item) => !current.has(item.identifier)).map((item) => change('delete', item, item.version + 1));
  const changed = after.flatMap((item) => {
    const known = old.get(item.identifier);
    if (!known) return [change('create', item, item.version)];
    if (known.json === item.json) return [];
    if (isAnew(known, item)) return [change('delete', known, known.version + 1), change('create', item, item.version)];
    return [change('patch', item, item.version)];
  });
  return [...removed, ...changed];
}

/** Deleted and created again: SDKs drop a version that is not higher than the one they hold. */
export function isAnew(known: ConfigItem, item: ConfigItem): boolean {
  return item.version > 0 && (item.version < known.version || (item.version === known.version && decidesOtherwise(known, item)));
}

function detached(text: string): string {
  return Buffer.from(text).toString();
}
