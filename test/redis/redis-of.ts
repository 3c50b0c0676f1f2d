import { assembleRedis } from '../../src/config/assemble-redis.js';
import type { RedisConfig } from '../../src/config/redis-config.js';
import { SettingValues } from '../../src/config/setting-values.js';
import type { Setting } from '../../src/config/setting.js';
import { settings } from '../../src/config/settings.js';

const all: readonly Setting<unknown>[] = Object.values(settings);

/** How Redis is reached with these settings, as an operator would write them. */
export function redisOf(env: Readonly<Record<string, string>>): RedisConfig {
  const given = Object.entries(env).map(([name, text]) => ({ setting: all.find(({ variable }) => variable === name) ?? settings.redisAddress, name, text }));
  const redis = assembleRedis(new SettingValues(given));
  if (redis === undefined) throw new Error('REDIS_ADDRESS is missing');
  return redis;
}
