import type { EnvironmentConfig } from '../../kernel/configuration.js';
import { redisKeys } from './redis-keys.js';

/** The keys of an environment that an inventory lists: all but its tokens and targets. */
export function environmentAssets({ id, featureConfigs, segments, authKeys }: EnvironmentConfig): readonly string[] {
  const itemKeys = (['featureConfigs', 'segments'] as const).flatMap((part) => {
    const items = part === 'featureConfigs' ? featureConfigs : segments;
    return items.length === 0 ? [] : [redisKeys.array(id, part), ...items.map(({ identifier }) => redisKeys.item(id, part, identifier))];
  });
  return [...authKeys.map(redisKeys.authKey), redisKeys.authKeys(id), ...itemKeys];
}
