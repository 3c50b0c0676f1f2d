import type { ConfigItem, EnvironmentConfig } from '../../src/kernel/configuration.js';
import { CacheWorld } from './cache-world.js';

const item = (identifier: string, version = 1): ConfigItem => ({ identifier, version, json: JSON.stringify({ feature: identifier, identifier, version }) });
const config = (featureConfigs: readonly ConfigItem[], segments: readonly ConfigItem[] = []): EnvironmentConfig => ({ id: 'e', featureConfigs, segments, authKeys: ['a'.repeat(64)] });
const deletion = (domain: 'flag' | 'target-segment', identifier: string, version: number) => ({ event: 'delete' as const, domain, environment: 'e', identifier, version });

const [flags, groups] = ['ffproxy:untold:{env-e-feature-configs}', 'ffproxy:untold:{env-e-segments}'];

describe('deletions in Redis that the bus has not been told of', () => {
  let world: CacheWorld;

  beforeAll(async () => {
    world = await CacheWorld.start();
  });

  beforeEach(() => world.raw.flushall());

  afterAll(() => world.stop());

  it('are written down before their data, and crossed out once they are told', async () => {
    const cache = world.cache();
    await cache.store(config([item('stays'), item('goes', 7)], [item('group', 3)]));

    const written = await world.commandsDuring(['hset', 'set', 'del'], () => cache.store(config([item('stays')])));
    const told = await world.commandsDuring(['hdel', 'set', 'del'], async () => {
      await Promise.all((await cache.untold()).map((each) => cache.told(each)));
    });

    expect(written.slice(0, 2)).toEqual([`hset ${groups}`, 'del env-e-segments-latest']);
    expect(written.indexOf(`hset ${flags}`)).toBeLessThan(written.indexOf('set env-e-feature-configs'));
    expect(told.toSorted()).toEqual([`hdel ${flags}`, `hdel ${groups}`]);
    expect(await world.raw.exists(flags, groups)).toBe(0);
  });

  it('are read once, and asked for no more while there are none', async () => {
    const cache = world.cache();
    await cache.store(config([item('stays'), item('goes')]));
    await cache.untold();

    expect(await world.commandsDuring(['hgetall'], () => cache.untold())).toEqual([]);
    await cache.store(config([item('stays')]));
    expect(await cache.untold()).toHaveLength(1);
  });

  it('are known to whoever leads next, each with a version above the one that went', async () => {
    const before = world.cache();
    await before.store(config([item('goes', 7), item('stays')], [item('group', 3)]));
    await before.store(config([item('stays')]));

    const next = world.cache();

    await next.store(config([item('stays')]));
    expect(await next.untold()).toEqual([deletion('target-segment', 'group', 4), deletion('flag', 'goes', 8)]);
    expect(await next.untold('e')).toHaveLength(2);
    expect(await next.untold('another')).toEqual([]);
    await next.told(deletion('flag', 'goes', 8));
    expect(await next.untold()).toEqual([deletion('target-segment', 'group', 4)]);
  });

  it('are those of a leader that does not know what was written before, too', async () => {
    await world.cache().store(config([item('goes', 7), item('stays')]));

    const next = world.cache();
    await next.store(config([item('stays')]));

    expect(await next.untold()).toEqual([deletion('flag', 'goes', 8)]);
  });

  it('cost nothing where nothing goes', async () => {
    const cache = world.cache();
    await cache.store(config([item('a')]));

    const written = await world.commandsDuring(['hset', 'hdel'], () => cache.store(config([item('a', 2), item('b')])));

    expect(written).toEqual([]);
    expect(await cache.untold()).toEqual([]);
  });

  it('are not those of what somebody else put there', async () => {
    const cache = world.cache();
    await cache.store(config([item('a')]));
    await cache.retain(['e']);
    await world.raw.set('env-e-feature-configs', '[{"feature":"stranger","version":5}]');

    expect(await cache.audit()).toBe('damaged');

    expect(JSON.parse((await world.raw.get('env-e-feature-configs')) ?? '')).toEqual([expect.objectContaining({ feature: 'a' })]);
    expect(await cache.untold()).toEqual([]);
  });

  it('are those that come while damage is mended, too', async () => {
    const cache = world.cache();
    await cache.store(config([item('stays'), item('goes', 7)]));
    await cache.retain(['e']);
    await world.raw.set('env-e-feature-configs', `[${item('stays').json},${item('goes', 7).json},{"feature":"stranger","version":5}]`);

    const audit = cache.audit();
    await cache.store(config([item('stays')]));
    await audit;

    expect(await cache.untold()).toEqual([deletion('flag', 'goes', 8)]);
  });

  it('are those of an array that was lost meanwhile', async () => {
    const cache = world.cache();
    await cache.store(config([item('stays'), item('goes', 7)]));
    await world.raw.del('env-e-feature-configs');
    cache.doubt();

    await cache.store(config([item('stays')]));

    expect(await cache.untold()).toEqual([deletion('flag', 'goes', 8)]);
  });

  it('are read anew by a node that leads again, and left alone where another has written them', async () => {
    const [cache, other] = [world.cache(), world.cache()];
    await cache.store(config([item('one', 7), item('two', 3), item('stays')]));
    await cache.store(config([item('two', 3), item('stays')]));
    await other.store(config([item('stays')]));

    cache.doubt();
    await cache.told(deletion('flag', 'one', 8));

    expect(await cache.untold()).toEqual([deletion('flag', 'two', 4)]);
  });

  it('go with their environment', async () => {
    const cache = world.cache();
    await cache.store(config([item('goes'), item('stays')]));
    await cache.store(config([item('stays')]));

    await cache.remove('e');

    expect(await world.raw.keys('*')).toEqual([]);
  });

  it('are all of them, however many', async () => {
    const cache = world.cache();
    await cache.store(config(Array.from({ length: 12_000 }, (_, index) => item(`f${index}`))));

    await cache.store(config([]));

    expect(await cache.untold()).toHaveLength(12_000);
  });
});
