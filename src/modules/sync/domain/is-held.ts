import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig } from '../../../kernel/configuration.js';

/** Whether the data behind a change is there. A version of 0 tells nothing: then it cannot be known. */
export function isHeld({ domain, event, identifier, version }: ConfigurationChange, config: EnvironmentConfig | undefined): boolean {
  if (!config) return false;
  const item = (domain === 'flag' ? config.featureConfigs : config.segments).find((candidate) => candidate.identifier === identifier);
  if (event === 'delete') return item === undefined;
  return item !== undefined && version > 0 && item.version >= version;
}
