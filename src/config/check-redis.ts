import { assembleRedis } from './assemble-redis.js';
import { redisAddressParts } from './redis-address-parts.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

interface Findings {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/** The rules between the settings of Redis. */
export function checkRedis(values: SettingValues): Findings {
  if (!values.isGiven(settings.redisAddress)) return withoutAddress(values);
  const redis = assembleRedis(values);
  // The address has its own fault then.
  if (redis === undefined) return { faults: [], warnings: [] };
  const needsPassword = redis.username !== undefined && redis.password === undefined;
  return {
    faults: [
      ...(redis.mode === 'cluster' && redis.db !== 0 ? ['REDIS_DB: expected 0, also in REDIS_ADDRESS, with a Cluster: it has one database'] : []),
      ...(needsPassword ? ['REDIS_USERNAME: needs REDIS_PASSWORD, or a password in REDIS_ADDRESS'] : []),
      ...disagreements(values),
    ],
    warnings: redis.caFile !== undefined && !redis.tls ? ['REDIS_CA: has no effect without rediss:// in REDIS_ADDRESS'] : [],
  };
}

function withoutAddress(values: SettingValues): Findings {
  const idle = [settings.redisUsername, settings.redisPassword, settings.redisDb, settings.redisCa].filter((setting) => values.differsFromDefault(setting));
  return {
    faults: [
      ...(values.value(settings.readReplica) ? ['REDIS_ADDRESS: required when READ_REPLICA is true'] : []),
      ...(values.isGiven(settings.redisSentinelMaster) ? ['REDIS_SENTINEL_MASTER: needs the list of sentinels in REDIS_ADDRESS'] : []),
    ],
    warnings: idle.map(({ variable }) => `${variable}: has no effect without REDIS_ADDRESS`),
  };
}

/** One client speaks to all addresses with one user and one database. */
function disagreements(values: SettingValues): readonly string[] {
  const parts = values.optional(settings.redisAddress)?.map(redisAddressParts) ?? [];
  return (['username', 'password', 'db'] as const)
    .filter((field) => new Set(parts.map((part) => part[field]).filter((value) => value !== undefined)).size > 1)
    .map((field) => `REDIS_ADDRESS: expected the same ${field === 'db' ? 'database' : field} in every address that tells one`);
}
