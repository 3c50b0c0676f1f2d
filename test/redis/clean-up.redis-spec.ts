import { arrayTextOf, tokenOf } from '../../src/adapters/redis/item-texts.js';
import type { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import type { EnvironmentConfig } from '../../src/kernel/configuration.js';
import { CacheWorld, proxyKey } from './cache-world.js';

const item = (field: string, identifier: string) => ({ identifier, version: 1, json: `{"${field}":"${identifier}","version":1}` });
const anEnvironment = (id: string, key: string): EnvironmentConfig => ({
  id,
  featureConfigs: [item('feature', `${id}-flag`)],
  segments: [item('identifier', `${id}-group`)],
  authKeys: [key.repeat(64)],
});
const kept = anEnvironment('kept', 'a');
const dropped = anEnvironment('dropped', 'b');

describe('the smart clean-up', () => {
  let world: CacheWorld;

  beforeAll(async () => {
    world = await CacheWorld.start();
  });

  beforeEach(() => world.raw.flushall());

  afterAll(() => world.stop());

  it('removes what an earlier process left and nobody wants any more', async () => {
    const earlier = world.cache();
    await earlier.store({ ...kept, featureConfigs: [...kept.featureConfigs, item('feature', 'old')] });
    await earlier.store(dropped);
    await earlier.retain(['kept', 'dropped']);

    const cache = world.cache();
    await cache.store(kept);

    expect(await cache.retain(['kept'])).toEqual(['dropped']);
    const keys = Object.keys(await world.contents());
    expect(keys).not.toContain('env-kept-feature-config-old');
    expect(keys.filter((key) => key.includes('dropped') || key.includes('b'.repeat(64)))).toEqual([]);
  });

  it('removes what another leader was taking away when it ended, by a node that has led before', async () => {
    const group = item('identifier', 'passing');
    const [one, other] = [world.cache(), world.cache()];
    await one.store(kept);
    await one.retain(['kept']);
    await other.store({ ...kept, segments: [...kept.segments, group] });
    await other.retain(['kept']);
    // The array goes first, the item later.
    const array = await world.raw.get('env-kept-segments');
    await world.write({ 'env-kept-segments': `[${kept.segments.map(({ json }) => json).join()}]` });
    expect(array).toContain('passing');

    one.doubt();
    await one.store({ ...kept, featureConfigs: [...kept.featureConfigs, item('feature', 'new')] });
    await one.retain(['kept']);

    expect(Object.keys(await world.contents()).filter((key) => key.includes('passing'))).toEqual([]);
  });

  it.each([
    ['a new process', () => world.cache()],
    ['a node that has led before', (one: RedisCache) => one],
  ])('removes what another leader wrote and had not yet listed when it ended, by %s', async (_, successorOf) => {
    const group = item('identifier', 'passing');
    const one = world.cache();
    await one.store(kept);
    await one.retain(['kept']);
    const array = arrayTextOf([...kept.segments, group]);
    await world.write({ 'env-kept-segments': array, 'env-kept-segments-latest': tokenOf(array), 'env-kept-segment-passing': group.json });

    const successor = successorOf(one);
    successor.doubt();
    await successor.store({ ...kept });
    await successor.retain(['kept']);

    expect(Object.keys(await world.contents()).filter((key) => key.includes('passing'))).toEqual([]);
  });

  it('removes what other proxy keys have, and their inventories', async () => {
    const other = world.cache('other-proxy-key');
    await other.store(dropped);
    await other.retain(['dropped']);

    const cache = world.cache();
    await cache.store(kept);

    expect(await cache.retain(['kept'])).toEqual(['dropped']);
    const keys = Object.keys(await world.contents());
    expect(keys.filter((key) => key.startsWith('key-'))).toEqual([`key-${proxyKey}-inventory`]);
    expect(keys.filter((key) => key.includes('dropped'))).toEqual([]);
  });

  it('touches nothing else, even when an inventory names it', async () => {
    const foreign = {
      'env-dropped-target-config-ada': '{"identifier":"ada"}',
      'env-kept-target-configs': '[]',
      'ffproxy:fence:{1}': '7',
      ffproxy_saas_stream_health: '{"state":"CONNECTED","since":1}',
      'env-elsewhere': 'x',
      'session:1': 'x',
      'key-ring': 'x',
    };
    await world.write(foreign);
    await world.write({ 'key-other-inventory': JSON.stringify(Object.fromEntries([...Object.keys(foreign), 'env-kept-feature-configs-latest', 'env-gone-segments'].map((key) => [key, '']))) });
    await world.write({ 'env-gone-segments': '[]', 'env-gone-segments-latest': '"x"' });
    const cache = world.cache();
    await cache.store(kept);

    await cache.retain(['kept']);

    const contents = await world.contents();
    expect(contents).toMatchObject(foreign);
    expect(contents['env-kept-feature-configs-latest']).toBeDefined();
    expect(Object.keys(contents).filter((key) => key.includes('gone'))).toEqual([]);
  });

  it('keeps what it is told to although this process has not written it', async () => {
    const earlier = world.cache();
    await earlier.store(kept);
    await earlier.retain(['kept']);
    const before = await world.contents();

    expect(await world.cache().retain(['kept'])).toEqual([]);

    const { 'ffproxy:complete': _, ...after } = await world.contents();
    expect({ ...after, 'ffproxy:complete': before['ffproxy:complete'] }).toEqual(before);
  });

  it('leaves an environment that is stored while it runs', async () => {
    const cache = world.cache();
    await cache.store(kept);

    const [removed] = await Promise.all([cache.retain(['kept']), cache.store(dropped)]);

    expect(removed).toEqual([]);
    expect(await cache.load('dropped')).toMatchObject(dropped);
    expect(JSON.parse((await world.raw.get(`key-${proxyKey}-inventory`)) ?? '')).toHaveProperty('env-dropped-feature-configs');
  });

  it('writes everything again when Redis has been emptied since', async () => {
    const cache = world.cache();
    await cache.store(kept);
    await cache.retain(['kept']);
    const before = await world.contents();
    await world.raw.flushall();

    await cache.retain(['kept']);

    expect(await world.contents()).toEqual(before);
  });

  it('writes nothing and reads no inventory when nothing is new', async () => {
    const cache = world.cache();
    await cache.store(kept);
    await cache.retain(['kept']);

    const commands = await world.commandsDuring(['get', 'set', 'del'], async () => {
      await cache.store(kept);
      await cache.retain(['kept']);
    });

    expect(commands).toEqual(['get ffproxy:complete']);
  });

  it('leaves the inventory of an earlier process that says the same', async () => {
    const earlier = world.cache();
    for (const each of [kept, dropped]) await earlier.store(each);
    await earlier.retain(['kept', 'dropped']);
    const cache = world.cache();
    for (const each of [dropped, kept]) await cache.store(each);

    const writes = await world.writesDuring(() => cache.retain(['kept', 'dropped']));

    expect(writes).toEqual(['set ffproxy:complete']);
  });

  it.each([
    ['lost', ''],
    ['changed', '{"env-kept-feature-configs":""}'],
  ])('has an inventory written again that was %s', async (_, left) => {
    const key = `key-${proxyKey}-inventory`;
    const cache = world.cache();
    await cache.store(kept);
    await cache.retain(['kept']);
    const whole = await world.raw.get(key);
    await (left === '' ? world.raw.del(key) : world.raw.set(key, left));

    expect(await cache.audit()).toBe('damaged');

    expect(await world.raw.get(key)).toBe(whole);
    expect(await cache.audit()).toBe('whole');
  });

  it('looks at the inventory again when others may have written', async () => {
    const cache = world.cache();
    await cache.store(kept);
    await cache.retain(['kept']);
    await world.write({ 'env-elsewhere-feature-config-old': '{}', [`key-${proxyKey}-inventory`]: '{"env-elsewhere-feature-config-old":""}' });

    cache.doubt();
    await cache.retain(['kept']);

    expect(await world.raw.exists('env-elsewhere-feature-config-old')).toBe(0);
    expect(JSON.parse((await world.raw.get(`key-${proxyKey}-inventory`)) ?? '')).toHaveProperty('env-kept-feature-config-kept-flag');
  });

  it('says that Redis is complete only at its end', async () => {
    const cache = world.cache();
    await cache.store(kept);

    const writes = await world.writesDuring(() => cache.retain(['kept']));

    expect(writes).toEqual([`set key-${proxyKey}-inventory`, 'set ffproxy:complete']);
  });
});
