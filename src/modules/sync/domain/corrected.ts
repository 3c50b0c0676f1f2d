import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig } from '../../../kernel/configuration.js';

/**
 * What has to be told where the last words about items do not fit what is held: an item is there again, has gone, or is older and so
 * began anew. Nobody would believe its next change. Versions of 0 tell nothing.
 */
export function corrected(lastWords: readonly ConfigurationChange[], config: EnvironmentConfig): readonly ConfigurationChange[] {
  if (lastWords.length === 0) return [];
  const held = { flag: versionsOf(config.featureConfigs), 'target-segment': versionsOf(config.segments) };
  return lastWords.flatMap(({ domain, event, environment, identifier, version }) => {
    const current = held[domain].get(identifier);
    const created = { domain, event: 'create', environment, identifier, version: current ?? 0 } as const;
    const deleted = { domain, event: 'delete', environment, identifier, version: version + 1 } as const;
    if (event === 'delete') return current === undefined ? [] : [created];
    if (current === undefined) return [deleted];
    return current > 0 && current < version ? [deleted, created] : [];
  });
}

function versionsOf(items: EnvironmentConfig['featureConfigs']): ReadonlyMap<string, number> {
  return new Map(items.map(({ identifier, version }) => [identifier, version]));
}
