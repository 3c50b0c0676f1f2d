import { assembleRedis } from './assemble-redis.js';
import { checkRedis } from './check-redis.js';
import { describeConfig } from './describe-config.js';
import { loadConfig } from './load-config.js';
import type { RedisConfig } from './redis-config.js';
import { SettingValues } from './setting-values.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

const all: readonly Setting<unknown>[] = Object.values(settings);

function valuesOf(env: Readonly<Record<string, string>>): SettingValues {
  return new SettingValues(
    Object.entries(env).map(([name, text]) => {
      const setting = all.find(({ variable }) => variable === name);
      if (setting === undefined) throw new Error(`there is no ${name}`);
      return { setting, name, text };
    }),
  );
}

describe('assembleRedis', () => {
  it('gives nothing without an address', () => {
    expect(assembleRedis(valuesOf({ REDIS_PASSWORD: 'p' }))).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, string>>, RedisConfig]>([
    ['host and port', { REDIS_ADDRESS: 'redis:6380' }, { mode: 'server', addresses: [{ host: 'redis', port: 6380 }], tls: false, db: 0 }],
    ['a URL with the usual port', { REDIS_ADDRESS: 'redis://redis' }, { mode: 'server', addresses: [{ host: 'redis', port: 6379 }], tls: false, db: 0 }],
    ['an IPv6 address', { REDIS_ADDRESS: '[::1]:6379' }, { mode: 'server', addresses: [{ host: '::1', port: 6379 }], tls: false, db: 0 }],
    [
      'TLS with an authority of its own',
      { REDIS_ADDRESS: 'rediss://redis:6380', REDIS_CA: '/ca.pem' },
      { mode: 'server', addresses: [{ host: 'redis', port: 6380 }], tls: true, caFile: '/ca.pem', db: 0 },
    ],
    [
      'user, password and database of the address',
      { REDIS_ADDRESS: 'redis://ada:p%40ss@redis/3' },
      { mode: 'server', addresses: [{ host: 'redis', port: 6379 }], tls: false, username: 'ada', password: 'p@ss', db: 3 },
    ],
    [
      'a password with a lone percent sign',
      { REDIS_ADDRESS: 'redis://:50%@redis' },
      { mode: 'server', addresses: [{ host: 'redis', port: 6379 }], tls: false, password: '50%', db: 0 },
    ],
    [
      'settings over the address',
      { REDIS_ADDRESS: 'redis://ada:one@redis/3', REDIS_PASSWORD: 'two', REDIS_DB: '0' },
      { mode: 'server', addresses: [{ host: 'redis', port: 6379 }], tls: false, username: 'ada', password: 'two', db: 0 },
    ],
    [
      'user, password and database of the settings',
      { REDIS_ADDRESS: 'redis:1', REDIS_USERNAME: 'bob', REDIS_PASSWORD: 'p%40', REDIS_DB: '4' },
      { mode: 'server', addresses: [{ host: 'redis', port: 1 }], tls: false, username: 'bob', password: 'p%40', db: 4 },
    ],
    [
      'a Cluster',
      { REDIS_ADDRESS: 'a:1, redis://:p@b' },
      { mode: 'cluster', addresses: [{ host: 'a', port: 1 }, { host: 'b', port: 6379 }], tls: false, password: 'p', db: 0 },
    ],
    [
      'sentinels',
      { REDIS_ADDRESS: 'a:1,redis://b', REDIS_SENTINEL_MASTER: 'main', REDIS_DB: '2' },
      { mode: 'sentinel', sentinelMaster: 'main', addresses: [{ host: 'a', port: 1 }, { host: 'b', port: 26_379 }], tls: false, db: 2 },
    ],
    [
      'sentinels with credentials of their own',
      { REDIS_ADDRESS: 'rediss://guard:s@a', REDIS_SENTINEL_MASTER: 'main', REDIS_PASSWORD: 'p' },
      {
        mode: 'sentinel', sentinelMaster: 'main', addresses: [{ host: 'a', port: 26_379 }], tls: true,
        password: 'p', sentinelUsername: 'guard', sentinelPassword: 's', db: 0,
      },
    ],
  ])('understands %s', (_, env, redis) => {
    expect(assembleRedis(valuesOf(env))).toEqual(redis);
  });
});

describe('checkRedis', () => {
  it.each<[Readonly<Record<string, string>>]>([
    [{}],
    [{ REDIS_ADDRESS: 'redis://u:p@a/3' }],
    [{ REDIS_ADDRESS: 'a:1,b:2', REDIS_DB: '0' }],
    [{ REDIS_ADDRESS: 'redis://:p@a,redis://:p@b,c:1' }],
    [{ REDIS_ADDRESS: 'a:1,b:2', REDIS_SENTINEL_MASTER: 'main', REDIS_DB: '1' }],
    [{ REDIS_ADDRESS: 'rediss://a', REDIS_CA: '/ca.pem', REDIS_USERNAME: 'u', REDIS_PASSWORD: 'p' }],
    [{ REDIS_ADDRESS: 'nonsense', REDIS_DB: '3' }],
  ])('finds no fault with %j', (env) => {
    expect(checkRedis(valuesOf(env))).toEqual({ faults: [], warnings: [] });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['REDIS_DB: expected 0, also in REDIS_ADDRESS, with a Cluster: it has one database', { REDIS_ADDRESS: 'a:1,b:2', REDIS_DB: '1' }],
    ['REDIS_DB: expected 0, also in REDIS_ADDRESS, with a Cluster: it has one database', { REDIS_ADDRESS: 'redis://a/1,b:2' }],
    ['REDIS_USERNAME: needs REDIS_PASSWORD, or a password in REDIS_ADDRESS', { REDIS_ADDRESS: 'a:1', REDIS_USERNAME: 'u' }],
    ['REDIS_ADDRESS: required when READ_REPLICA is true', { READ_REPLICA: 'true' }],
    ['REDIS_SENTINEL_MASTER: needs the list of sentinels in REDIS_ADDRESS', { REDIS_SENTINEL_MASTER: 'main' }],
    ['REDIS_ADDRESS: expected the same password in every address that tells one', { REDIS_ADDRESS: 'redis://:p@a,redis://:q@b' }],
    ['REDIS_ADDRESS: expected the same database in every address that tells one', { REDIS_ADDRESS: 'redis://a/1,redis://b/2', REDIS_SENTINEL_MASTER: 'main' }],
  ])('finds "%s"', (fault, env) => {
    expect(checkRedis(valuesOf(env)).faults).toEqual([fault]);
  });

  it('warns of settings without effect', () => {
    expect(checkRedis(valuesOf({ REDIS_ADDRESS: 'a:1', REDIS_CA: '/ca.pem' })).warnings).toEqual(['REDIS_CA: has no effect without rediss:// in REDIS_ADDRESS']);
    expect(checkRedis(valuesOf({ REDIS_PASSWORD: 'p', REDIS_DB: '2' })).warnings).toEqual([
      'REDIS_PASSWORD: has no effect without REDIS_ADDRESS',
      'REDIS_DB: has no effect without REDIS_ADDRESS',
    ]);
  });
});

describe('the description of the settings', () => {
  it('shows no password of Redis', () => {
    const { config } = loadConfig({ PROXY_KEY: 'k', AUTH_SECRET: 'a-secret-of-enough-length' }, []);
    const redis = assembleRedis(valuesOf({ REDIS_ADDRESS: 'redis://guard:hunter2-of-sentinels@a', REDIS_SENTINEL_MASTER: 'main', REDIS_PASSWORD: 'hunter2-of-master' }));

    const shown = JSON.stringify(describeConfig({ ...config, ...(redis && { redis }) }));

    expect(shown).toContain('"host":"a"');
    expect(shown).not.toContain('hunter');
  });
});
