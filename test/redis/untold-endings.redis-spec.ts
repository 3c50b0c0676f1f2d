import type { ConfigItem, EnvironmentConfig } from '../../src/kernel/configuration.js';
import { CacheWorld } from './cache-world.js';

const item = (identifier: string, version = 1): ConfigItem => ({ identifier, version, json: JSON.stringify({ feature: identifier, identifier, version }) });
const config = (featureConfigs: readonly ConfigItem[], segments: readonly ConfigItem[] = []): EnvironmentConfig => ({ id: 'e', featureConfigs, segments, authKeys: ['a'.repeat(64)] });
const deletion = (domain: 'flag' | 'target-segment', identifier: string, version: number) => ({ event: 'delete' as const, domain, environment: 'e', identifier, version });

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

    const written = await world.writesDuring(() => cache.store(config([item('stays')])));
    const told = await world.writesDuring(async () => {
      await Promise.all((await cache.untold()).map((each) => cache.told(each)));
    });

    const [begun, data] = [written.indexOf('set ffproxy:untold'), written.indexOf('set env-e-feature-configs')];
    expect(begun).toBeGreaterThanOrEqual(0);
    expect(written.lastIndexOf('set ffproxy:untold')).toBeLessThan(data);
    expect(begun).toBeLessThan(written.indexOf('del env-e-segments'));
    expect(told).toEqual(['del ffproxy:untold']);
  });

  it('are known to whoever leads next, each with a version above the one that went', async () => {
    const before = world.cache();
    await before.store(config([item('goes', 7), item('stays')], [item('group', 3)]));
    await before.store(config([item('stays')]));

    const next = world.cache();

    expect(await next.untold()).toEqual([deletion('target-segment', 'group', 4), deletion('flag', 'goes', 8)]);
    await next.told(deletion('flag', 'goes', 8));
    expect(await world.cache().untold()).toEqual([deletion('target-segment', 'group', 4)]);
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

    const written = await world.writesDuring(() => cache.store(config([item('a', 2), item('b')])));

    expect(written).not.toContain('set ffproxy:untold');
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

  it('are read anew by a node that leads again', async () => {
    const [cache, other] = [world.cache(), world.cache()];
    await cache.store(config([item('goes', 7), item('stays')]));
    await cache.store(config([item('stays')]));
    await other.told((await other.untold())[0] ?? deletion('flag', '', 0));

    cache.doubt();

    expect(await cache.untold()).toEqual([]);
  });

  it('are bounded: the latest thousand', async () => {
    const cache = world.cache();
    await cache.store(config(Array.from({ length: 1_200 }, (_, index) => item(`f${index}`))));
    await cache.store(config([]));

    const untold = await cache.untold();

    expect(untold).toHaveLength(1_000);
    expect(untold.at(-1)).toEqual(deletion('flag', 'f1199', 2));
  });

  it.each(['', 'no JSON', '{}', '[1,null,{"domain":"flag"},{"domain":"other","environment":"e","identifier":"f","version":1}]'])('are none where Redis holds %j', async (text) => {
    await world.raw.set('ffproxy:untold', text);

    expect(await world.cache().untold()).toEqual([]);
  });
});
