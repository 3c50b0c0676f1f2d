import { RedisRememberedTargets } from '../../src/adapters/redis/redis-remembered-targets.js';
import { CacheWorld } from './cache-world.js';

let world: CacheWorld;

beforeAll(async () => {
  world = await CacheWorld.start();
});

beforeEach(() => world.raw.flushall());

afterAll(() => world.stop());

describe('targets in Redis', () => {
  const key = 'env-e-target-config-ada';

  it('are written as other makes write them, and expire within a day', async () => {
    await new RedisRememberedTargets(world.connect()).remember('e', { identifier: 'ada', name: 'Ada', anonymous: true, attributes: { seats: 3 } });

    expect(await world.raw.get(key)).toBe('{"account":"","anonymous":true,"attributes":{"seats":3},"environment":"e","identifier":"ada","name":"Ada","org":"","project":""}');
    expect(await world.raw.ttl(key)).toBeGreaterThan(23 * 60 * 60);
  });

  it.each<[string, object]>([
    ['{"account":"","anonymous":false,"attributes":{"a":[1]},"environment":"","identifier":"ada","name":"Ada","org":"","project":""}', { identifier: 'ada', name: 'Ada', anonymous: false, attributes: { a: [1] } }],
    ['{"identifier":"ada","name":"","attributes":null}', { identifier: 'ada', name: 'ada', attributes: {} }],
  ])('are read as other makes write them: %s', async (text, target) => {
    await world.raw.set(key, text);

    expect(await new RedisRememberedTargets(world.connect()).find('e', 'ada')).toEqual(target);
  });

  it.each(['nonsense', '[]', '{"identifier":"bob","name":"Bob"}', '{"identifier":"ada","environment":"f"}'])('are nobody when the key holds %s', async (text) => {
    await world.raw.set(key, text);

    expect(await new RedisRememberedTargets(world.connect()).find('e', 'ada')).toBeUndefined();
  });

  it('are seen at once on another node', async () => {
    const [one, other] = [new RedisRememberedTargets(world.connect()), new RedisRememberedTargets(world.connect())];

    for (let version = 0; version < 20; version++) {
      const lookingUpBefore = other.find('e', 'ada');
      await one.remember('e', { identifier: 'ada', name: `Ada ${version}`, attributes: {} });
      expect((await other.find('e', 'ada'))?.name).toBe(`Ada ${version}`);
      await lookingUpBefore;
    }
  });

  it('are asked for once by all who ask in one moment', async () => {
    const connections = world.connect();
    const targets = new RedisRememberedTargets(connections);
    await targets.remember('e', { identifier: 'ada', name: 'Ada', attributes: {} });
    await world.raw.config('RESETSTAT');

    const found = await Promise.all(Array.from({ length: 1000 }, () => targets.find('e', 'ada')));

    expect(found.every((target) => target?.name === 'Ada')).toBe(true);
    expect(await world.raw.info('commandstats')).toMatch(/cmdstat_get:calls=1,/);
  });

  it('nested deeper than JSON can be written stay on their node', async () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const targets = new RedisRememberedTargets(world.connect());

    await targets.remember('e', { identifier: 'ada', name: 'Ada', attributes: { deep } });

    expect((await targets.find('e', 'ada'))?.name).toBe('Ada');
    expect(await world.raw.exists(key)).toBe(0);
  });
});
