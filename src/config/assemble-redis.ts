import { redisAddressParts } from './redis-address-parts.js';
import type { RedisConfig } from './redis-config.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

/** How Redis is reached, or undefined without REDIS_ADDRESS. Settings of their own win over what the address tells. */
export function assembleRedis(values: SettingValues): RedisConfig | undefined {
  const parts = values.optional(settings.redisAddress)?.map(redisAddressParts);
  const [first] = parts ?? [];
  if (parts === undefined || first === undefined) return undefined;

  const sentinelMaster = values.optional(settings.redisSentinelMaster);
  const defaultPort = sentinelMaster === undefined ? 6379 : 26_379;
  const caFile = values.optional(settings.redisCa);
  const addressed = credentials(
    parts.find(({ username }) => username !== undefined)?.username,
    parts.find(({ password }) => password !== undefined)?.password,
  );
  const own = credentials(values.optional(settings.redisUsername), values.optional(settings.redisPassword));
  // A user in the address of a sentinel is not one of the master's once the master's are told.
  const isTold = sentinelMaster !== undefined && Object.keys(own).length > 0;
  const access = {
    addresses: parts.map(({ host, port = defaultPort }) => ({ host, port })),
    tls: first.tls,
    db: values.isGiven(settings.redisDb) ? values.value(settings.redisDb) : (parts.find(({ db }) => db !== undefined)?.db ?? 0),
    ...(caFile !== undefined && { caFile }),
    ...(isTold ? {} : addressed),
    ...own,
  };
  if (sentinelMaster === undefined) return { mode: parts.length > 1 ? 'cluster' : 'server', ...access };
  const { username: sentinelUsername, password: sentinelPassword } = addressed;
  return {
    mode: 'sentinel',
    sentinelMaster,
    ...access,
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
  };
}

function credentials(username: string | undefined, password: string | undefined): Credentials {
  return { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
}
