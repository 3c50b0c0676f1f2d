import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import type { ConfigItem, EnvironmentConfig } from '../../src/kernel/configuration.js';
import type { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import { CacheWorld, proxyKey } from './cache-world.js';

const environment = '71716f30-aea0-4271-89b5-cb1c82be4567';
const hash = 'a'.repeat(64);
const otherHash = 'b'.repeat(64);

const flag = (identifier: string, version = 1): ConfigItem => ({ identifier, version, json: `{"feature":"${identifier}","version":${version}}` });
const group = (identifier: string, version = 1): ConfigItem => ({ identifier, version, json: `{"identifier":"${identifier}","version":${version}}` });
const token = (text: string): string => `"${createHash('sha256').update(text).digest('hex')}"`;

const config: EnvironmentConfig = { id: environment, featureConfigs: [flag('dark'), flag('new', 3)], segments: [group('beta', 2)], authKeys: [hash, otherHash] };
const flags = '[{"feature":"dark","version":1},{"feature":"new","version":3}]';
const groups = '[{"identifier":"beta","version":2}]';

/** What a primary of another make has in Redis for one environment. */
const reference: Readonly<Record<string, string>> = {
  [`env-${environment}-feature-configs`]: flags,
  [`env-${environment}-feature-configs-latest`]: '"some-other-hash"',
  [`env-${environment}-feature-config-dark`]: '{"feature":"dark","version":1}',
  [`env-${environment}-feature-config-new`]: '{"feature":"new","version":3}',
  [`env-${environment}-segments`]: groups,
  [`env-${environment}-segments-latest`]: token(groups),
  [`env-${environment}-segment-beta`]: '{"identifier":"beta","version":2}',
  [`auth-key-${hash}`]: `"${environment}"`,
  [`env-${environment}-api-configs`]: `["auth-key-${hash}"]`,
  'key-another-proxy-key-inventory': JSON.stringify({ [`auth-key-${hash}`]: '', [`env-${environment}-api-configs`]: 7, [`env-${environment}-feature-configs`]: '' }),
  ffproxy_saas_stream_health: '{"state":"CONNECTED","since":1700000000000}',
};

describe('the layout of Redis', () => {
  let world: CacheWorld;
  const all = async (cache: RedisCache): Promise<EnvironmentConfig[]> => {
    const found: EnvironmentConfig[] = [];
    for await (const each of cache.loadAll()) found.push(each);
    return found;
  };

  beforeAll(async () => {
    world = await CacheWorld.start();
  });

  beforeEach(() => world.raw.flushall());

  afterAll(() => world.stop());

  it('is written byte for byte as documented', async () => {
    const cache = world.cache();
    await cache.store(config);
    await cache.retain([environment]);
    await cache.writeStreamState({ state: 'CONNECTED', since: 1_700_000_000_000 });

    const { [`key-${proxyKey}-inventory`]: inventory, 'ffproxy:complete': mark, ...rest } = await world.contents();

    expect(mark).toBeDefined();
    expect(rest).toEqual({
      ...reference,
      'key-another-proxy-key-inventory': undefined,
      [`env-${environment}-feature-configs-latest`]: token(flags),
      [`auth-key-${otherHash}`]: `"${environment}"`,
      [`env-${environment}-api-configs`]: `["auth-key-${hash}","auth-key-${otherHash}"]`,
    });
    expect(JSON.parse(inventory ?? '')).toEqual({
      [`auth-key-${hash}`]: '',
      [`auth-key-${otherHash}`]: '',
      [`env-${environment}-api-configs`]: '',
      [`env-${environment}-feature-configs`]: '',
      [`env-${environment}-feature-config-dark`]: '',
      [`env-${environment}-feature-config-new`]: '',
      [`env-${environment}-segments`]: '',
      [`env-${environment}-segment-beta`]: '',
    });
  });

  it('shows the proxy key to no log and in no error', async () => {
    const cache = world.cache();
    await cache.store(config);
    await world.raw.lpush(`key-${proxyKey}-inventory`, 'not a text');

    const error: unknown = await cache.retain([environment]).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'CACHE_UNAVAILABLE', message: 'Redis did not answer: WRONGTYPE' });
    expect(inspect(error, { depth: 10 })).not.toContain('hunter');
    expect(world.log.lines.join('\n')).toContain('connected to Redis');
    expect(world.log.lines.join('\n')).not.toContain('hunter');
  });

  it('is read as a primary of another make writes it', async () => {
    await world.write(reference);
    const cache = world.cache('');

    const expected = {
      ...config,
      authKeys: [hash],
      revisions: { featureConfigs: ['"some-other-hash"', token(flags)], segments: [token(groups)], authKeys: [`["auth-key-${hash}"]`] },
    };
    expect(await cache.load(environment)).toEqual(expected);
    expect(await all(cache)).toEqual([expected]);
    expect(await cache.readStreamState()).toEqual({ state: 'CONNECTED', since: 1_700_000_000_000 });
  });

  it('is read token first: data behind a newer token would stay for ever', async () => {
    await world.write(reference);
    const cache = world.cache('');

    const reads = await world.commandsDuring(['get'], () => cache.load(environment));

    for (const part of ['feature-configs', 'segments']) {
      const [latest, array] = [`get env-${environment}-${part}-latest`, `get env-${environment}-${part}`];
      expect(reads.filter((read) => read === latest || read === array)).toEqual([latest, array]);
    }
  });

  it('has no array for an environment without flags and groups', async () => {
    const cache = world.cache();
    await cache.store({ ...config, featureConfigs: [], segments: [], authKeys: [] });
    await cache.retain([environment]);

    expect(Object.keys(await world.contents())).toEqual([`env-${environment}-api-configs`, 'ffproxy:complete', `key-${proxyKey}-inventory`].toSorted());
    expect(await cache.load(environment)).toEqual({ id: environment, featureConfigs: [], segments: [], authKeys: [], revisions: { featureConfigs: [''], segments: [''], authKeys: ['[]'] } });
  });

  it('takes a token whose array is gone for an empty array, under that token and under none', async () => {
    const { [`env-${environment}-feature-configs`]: _, ...rest } = reference;
    await world.write(rest);

    expect(await world.cache('').load(environment)).toMatchObject({ featureConfigs: [], revisions: { featureConfigs: ['"some-other-hash"', ''] } });
  });

  it('does not take flags, groups and targets with odd names for environments', async () => {
    await world.write({
      ...reference,
      [`env-${environment}-feature-config-x-api-configs`]: '{"feature":"x-api-configs"}',
      [`env-${environment}-feature-configs-y-feature-configs`]: '{"feature":"y-feature-configs"}',
      [`env-${environment}-target-config-z-api-configs`]: '{"identifier":"z-api-configs"}',
      [`env-${environment}-target-configs`]: '[]',
    });

    expect((await all(world.cache(''))).map(({ id }) => id)).toEqual([environment]);
  });

  it('holds environments and items with names of any kind', async () => {
    const odd = { ...config, id: 'a{b}*?[c]-feature-configs "d"', featureConfigs: [flag('latest'), flag('e-api-configs')] };
    const cache = world.cache();
    await cache.store(config);
    await cache.store(odd);
    await cache.retain([environment, odd.id]);

    expect((await all(cache)).map(({ id }) => id).toSorted()).toEqual([environment, odd.id]);
    expect(await cache.load(odd.id)).toMatchObject(odd);
    expect(await cache.load(environment)).toMatchObject(config);
  });

  it('is written data first, then token, then single items, then keys', async () => {
    const cache = world.cache();
    await cache.retain([]);

    const writes = await world.writesDuring(() => cache.store({ ...config, featureConfigs: [flag('dark')], authKeys: [hash] }));

    expect(writes).toEqual([
      `set env-${environment}-segments`,
      `set env-${environment}-segments-latest`,
      `set env-${environment}-segment-beta`,
      `set env-${environment}-feature-configs`,
      `set env-${environment}-feature-configs-latest`,
      `set env-${environment}-feature-config-dark`,
      `set env-${environment}-api-configs`,
      `set auth-key-${hash}`,
      `set key-${proxyKey}-inventory`,
    ]);
  });

  it('is not written when the arrays are those stored last', async () => {
    const cache = world.cache();
    await cache.store(config);
    await cache.retain([environment]);

    expect(await world.writesDuring(() => cache.store({ ...config }))).toEqual([]);
  });

  it('is written in its differences: a flag changed, a flag removed, a key taken back', async () => {
    const cache = world.cache();
    await cache.store(config);
    await cache.retain([environment]);

    const writes = await world.writesDuring(() => cache.store({ ...config, featureConfigs: [flag('dark', 2)], authKeys: [hash] }));

    expect(writes).toEqual([
      `set env-${environment}-feature-configs`,
      `set env-${environment}-feature-configs-latest`,
      `set env-${environment}-feature-config-dark`,
      `del env-${environment}-feature-config-new`,
      `del env-${environment}-feature-configs-new`,
      `del auth-key-${otherHash}`,
      `set env-${environment}-api-configs`,
      `set key-${proxyKey}-inventory`,
    ]);
  });

  it('loses the token before the array with the last flag, as other makes have it', async () => {
    const cache = world.cache();
    await cache.store(config);

    const writes = await world.writesDuring(() => cache.store({ ...config, featureConfigs: [] }));

    expect(writes.slice(0, 2)).toEqual([`del env-${environment}-feature-configs-latest`, `del env-${environment}-feature-configs`]);
    const items = ['feature-config-dark', 'feature-config-new', 'feature-configs-dark', 'feature-configs-new'];
    expect(writes.slice(2).toSorted()).toEqual(items.map((name) => `del env-${environment}-${name}`));
  });

  it('is written whole again after a doubt', async () => {
    const cache = world.cache();
    await cache.store(config);
    await world.raw.set(`env-${environment}-feature-configs`, '[]');
    cache.doubt();

    await cache.store({ ...config });

    expect(await world.raw.get(`env-${environment}-feature-configs`)).toBe(flags);
  });

  it('takes back a key that an earlier process wrote', async () => {
    await world.cache().store(config);

    await world.cache().store({ ...config, authKeys: [hash] });

    expect(await world.raw.exists(`auth-key-${otherHash}`)).toBe(0);
  });

  it('leaves a key to the environment it has moved to', async () => {
    const cache = world.cache();
    await cache.store(config);
    await cache.store({ ...config, id: 'other' });

    await cache.remove(environment);

    expect(await world.raw.get(`auth-key-${hash}`)).toBe('"other"');
    expect(await world.raw.exists(`env-${environment}-api-configs`, `env-${environment}-feature-configs-latest`, `env-${environment}-segment-beta`)).toBe(0);
  });
});
