import type { ConfigItem, EnvironmentConfig } from '../../../kernel/configuration.js';
import type { LastWords } from './last-words.js';
import { lostParts, type Part } from './lost-parts.js';
import type { NoWayBack } from './no-way-back.js';

interface Doubts {
  readonly noWayBack: NoWayBack;
  readonly words: LastWords;
  /** Whether items that are older than those held are doubted as well. */
  readonly isWary: boolean;
  /** Monotonic, in milliseconds. */
  readonly now: number;
}

/** What counts of an environment for a node that holds `before` and has found this in the store; undefined: the environment has gone. */
export function believed(before: EnvironmentConfig, found: EnvironmentConfig | undefined, { noWayBack, words, isWary, now }: Doubts): EnvironmentConfig | undefined {
  const { id } = before;
  const lost = lostParts(before, found);
  const shown = found ?? { ...before, featureConfigs: [], segments: [], authKeys: [] };

  const items = (part: 'featureConfigs' | 'segments', domain: 'flag' | 'target-segment'): readonly ConfigItem[] => {
    if (lost.includes(part)) {
      const names = before[part].map(({ identifier }) => identifier);
      const kept = noWayBack.missing(id, domain, names, (name) => words.itemHasGone(id, domain, name), now);
      return before[part].filter(({ identifier }) => kept.has(identifier));
    }
    return noWayBack.merge(id, domain, before[part], shown[part], now, isWary);
  };
  const keys = (): readonly string[] => {
    if (lost.includes('authKeys')) return [...noWayBack.missing(id, 'key', before.authKeys, (key) => words.keyHasGone(id, key), now)];
    noWayBack.settle(id, 'key');
    return shown.authKeys;
  };
  const parts = { featureConfigs: items('featureConfigs', 'flag'), segments: items('segments', 'target-segment'), authKeys: keys() };

  const kept = lost.filter((part) => parts[part].length > 0);
  if (!found && kept.length === 0) return undefined;
  const { revisions } = shown;
  if (!revisions) return { id, ...parts };
  // What is only kept is not what stands in the store under any revision: the freshness check goes on to look.
  const known = (part: Part): readonly string[] => (kept.includes(part) ? [] : found ? revisions[part] : ['']);
  return { id, ...parts, revisions: { featureConfigs: known('featureConfigs'), segments: known('segments'), authKeys: known('authKeys') } };
}
