import type { EnvironmentConfig } from '../../../kernel/configuration.js';

export type Part = 'featureConfigs' | 'segments' | 'authKeys';

/** Parts of which memory holds something and the store nothing: deleted, or lost. A list of keys that is empty by intent is written. */
export function lostParts(before: EnvironmentConfig, found: EnvironmentConfig | undefined): readonly Part[] {
  const parts = (['featureConfigs', 'segments', 'authKeys'] as const).filter((part) => before[part].length > 0);
  if (!found) return parts;
  return parts.filter((part) => (part === 'authKeys' ? found.revisions?.authKeys[0] === '' : found[part].length === 0));
}
