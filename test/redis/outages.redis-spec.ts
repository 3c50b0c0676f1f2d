import { RedisRememberedTargets } from '../../src/adapters/redis/redis-remembered-targets.js';
import type { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import type { EnvironmentConfig } from '../../src/kernel/configuration.js';
import { CacheUnavailable } from '../../src/ports/cache.port.js';
import { until } from '../support/until.js';
import { CacheWorld } from './cache-world.js';

const flag = { identifier: 'dark', version: 1, json: '{"feature":"dark","version":1}' };
const group = { identifier: 'beta', version: 1, json: '{"identifier":"beta","version":1}' };
const config: EnvironmentConfig = { id: 'production', featureConfigs: [flag], segments: [group], authKeys: ['a'.repeat(64)] };

const loadAll = async (cache: RedisCache): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { id } of cache.loadAll()) ids.push(id);
  return ids;
};

/** For one answer: short enough to be waited for, long enough for a busy machine. */
const limitMs = 1_000;

let world: CacheWorld;

beforeAll(async () => {
  world = await CacheWorld.start();
});

beforeEach(() => world.raw.flushall());

afterAll(() => world.stop());

describe('an emptied Redis', () => {
  it('is no removal', async () => {
    const cache = world.cache();
    await cache.store(config);
    await cache.retain(['production']);
    await world.raw.flushall();

    await expect(cache.load('production')).rejects.toBeInstanceOf(CacheUnavailable);
    await expect(loadAll(cache)).rejects.toBeInstanceOf(CacheUnavailable);
  });

  it('is none while it is filled again, and what is whole already is given', async () => {
    await world.cache().store({ ...config, segments: [] });
    await world.cache().store({ ...config, id: 'whole' });
    const reader = world.cache('');

    await expect(reader.load('gone')).rejects.toThrow('does not hold a whole configuration');
    await expect(reader.load('production')).rejects.toThrow('does not hold a whole configuration');
    expect(await reader.load('whole')).toMatchObject({ id: 'whole' });
  });
});

describe('an audit', () => {
  const stored = async (): Promise<RedisCache> => {
    const cache = world.cache();
    await cache.store(config);
    await cache.retain(['production']);
    return cache;
  };

  it('finds nothing where nothing was touched, and writes nothing', async () => {
    const cache = await stored();

    const writes = await world.writesDuring(async () => expect(await cache.audit()).toBe('whole'));

    expect(writes).toEqual([]);
  });

  it.each([
    'env-production-feature-configs',
    'env-production-feature-configs-latest',
    'env-production-feature-config-dark',
    'env-production-segments',
    'env-production-api-configs',
    `auth-key-${'a'.repeat(64)}`,
    'key-hunter2-proxy-key-inventory',
  ])('finds that %s is gone, and writes it again', async (key) => {
    const cache = await stored();
    const before = await world.contents();
    await world.raw.del(key);

    expect(await cache.audit()).toBe('damaged');

    expect(await world.contents()).toEqual(before);
    expect(await cache.audit()).toBe('whole');
  });

  it('finds other bytes of the same length', async () => {
    const cache = await stored();
    const before = await world.contents();
    await world.raw.set('env-production-feature-configs', '[{"feature":"dark","version":0}]');

    expect(await cache.audit()).toBe('damaged');

    expect(await world.contents()).toEqual(before);
  });

  it('finds the single items that other environments have lost as well, in the next one', async () => {
    const cache = await stored();
    const ids = ['one', 'two', 'three', 'four'];
    for (const id of ids) await cache.store({ ...config, id, authKeys: [] });
    await cache.retain(['production', ...ids]);
    const before = await world.contents();
    await world.raw.del('env-production-segments', ...ids.map((id) => `env-${id}-feature-config-dark`));

    expect(await cache.audit()).toBe('damaged');
    expect(await cache.audit()).toBe('damaged');

    expect(await world.contents()).toEqual(before);
    expect(await cache.audit()).toBe('whole');
  });

  it('finds that Redis was emptied, or that another process has written it: then the next clean-up writes all', async () => {
    const cache = await stored();
    const before = Object.keys(await world.contents());
    await world.raw.flushall();

    expect(await cache.audit()).toBe('lost');
    await cache.retain(['production']);

    expect(Object.keys(await world.contents())).toEqual(before);
    await world.cache().retain(['production']);
    expect(await cache.audit()).toBe('lost');
  });

  it('finds that a change or a removal could not be written, and catches up', async () => {
    const cache = world.cache(undefined, limitMs);
    await cache.store(config);
    await cache.store({ ...config, id: 'gone' });
    await cache.retain(['production', 'gone']);
    world.server.pause();
    const changed = { ...config, authKeys: [] };
    await expect(cache.store(changed)).rejects.toBeInstanceOf(CacheUnavailable);
    await expect(cache.remove('gone')).rejects.toBeInstanceOf(CacheUnavailable);
    world.server.resume();
    await until(() => cache.readStreamState().then(() => true));

    expect([cache.isBehind('production'), cache.isBehind('gone'), cache.isBehind('other')]).toEqual([true, true, false]);
    await cache.catchUp('production');
    await cache.catchUp('gone');

    expect([cache.isBehind('production'), cache.isBehind('gone')]).toEqual([false, false]);
    expect(await cache.load('production')).toMatchObject(changed);
    expect(await cache.load('gone')).toBeUndefined();
  });
});

describe('a missing key', () => {
  it.each(['our mark', 'an inventory'])('is a removal when %s says that Redis is complete', async (witness) => {
    await world.raw.set(witness === 'our mark' ? 'ffproxy:complete' : 'key-some-inventory', '{}');
    const reader = world.cache('');

    expect(await reader.load('production')).toBeUndefined();
    expect(await loadAll(reader)).toEqual([]);
  });

  it('is none any more once that inventory has gone', async () => {
    await world.raw.set('key-some-inventory', '{}');
    const reader = world.cache('');
    await reader.load('production');

    await world.raw.flushall();

    await expect(reader.load('production')).rejects.toBeInstanceOf(CacheUnavailable);
  });
});

describe('what cannot be read', () => {
  it.each<[string, string]>([
    ['env-production-feature-configs', '[{"feature":'],
    ['env-production-segments', '{}'],
    ['env-production-api-configs', '"x"'],
  ])('is neither given nor taken for a removal: %s', async (key, value) => {
    const cache = world.cache();
    await cache.store(config);
    await cache.retain(['production']);

    await world.raw.set(key, value);

    await expect(cache.load('production')).rejects.toBeInstanceOf(CacheUnavailable);
  });
});

describe.each<[string, () => Promise<void> | void, () => Promise<void> | void]>([
  ['paused', () => world.server.pause(), () => world.server.resume()],
  ['killed', () => world.server.kill(), () => world.server.boot()],
])('while Redis is %s', (_, goAway, comeBack) => {
  it('every call on the cache rejects, and works again afterwards', async () => {
    const cache = world.cache(undefined, limitMs);
    await cache.store(config);
    await cache.retain(['production']);
    await goAway();

    const calls = [
      () => cache.load('production'),
      () => loadAll(cache),
      () => cache.store({ ...config, featureConfigs: [] }),
      () => cache.remove('production'),
      () => cache.retain([]),
      () => cache.readStreamState(),
      () => cache.writeStreamState({ state: 'CONNECTED', since: 1 }),
    ];
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(CacheUnavailable);
    await comeBack();

    await until(() => cache.readStreamState().then(() => true));
    await cache.store(config);
    await cache.retain(['production']);
    expect(await cache.load('production')).toMatchObject(config);
  });

  it('what could not be written is written by the next clean-up', async () => {
    const cache = world.cache(undefined, limitMs);
    await cache.store(config);
    await cache.retain(['production']);
    const changed = { ...config, featureConfigs: [{ ...flag, version: 2, json: '{"feature":"dark","version":2}' }] };
    await goAway();
    await expect(cache.store(changed)).rejects.toBeInstanceOf(CacheUnavailable);
    await comeBack();
    await until(() => cache.readStreamState().then(() => true));

    await cache.retain(['production']);

    const found = await cache.load('production');
    expect(found).toMatchObject(changed);
    // One revision: the token is that of the data.
    expect(found?.revisions?.featureConfigs).toHaveLength(1);
  });

  it('a target is found as this node remembers it, and as others do afterwards', async () => {
    const targets = new RedisRememberedTargets(world.connect());
    const elsewhere = new RedisRememberedTargets(world.connect());
    await targets.remember('e', { identifier: 'ada', name: 'Ada', attributes: {} });
    await goAway();

    await targets.remember('e', { identifier: 'bob', name: 'Bob', attributes: {} });
    expect(await targets.find('e', 'ada')).toMatchObject({ name: 'Ada' });
    expect(await targets.find('e', 'bob')).toMatchObject({ name: 'Bob' });
    await comeBack();

    await until(async () => {
      await elsewhere.remember('e', { identifier: 'ada', name: 'Ada L.', attributes: {} });
      return (await targets.find('e', 'ada'))?.name === 'Ada L.';
    });
  });
});
