import { FencedWriter } from '../../src/adapters/redis/lease/fenced-writer.js';
import { fencesOf } from '../../src/adapters/redis/lease/fences.js';
import { Tenure } from '../../src/adapters/redis/lease/tenure.js';
import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import type { RedisWriter } from '../../src/adapters/redis/redis-writer.js';
import { RedisRememberedTargets } from '../../src/adapters/redis/redis-remembered-targets.js';
import { describeCacheContract } from '../contract/cache.contract.js';
import { describeRememberedTargetsContract } from '../contract/remembered-targets.contract.js';
import { RecordedLog } from '../support/recorded-log.js';
import { emptied } from './emptied.js';
import { redisOf } from './redis-of.js';
import { worlds, type RedisWorld } from './world.js';

describe.each(Object.entries(worlds))('on %s', (_form, begin) => {
  let world: RedisWorld;

  beforeAll(async () => {
    world = await begin();
  }, 60_000);

  afterAll(() => world.stop());

  // A Redis that nobody has filled yet counts as away: the first whole configuration is an empty one.
  describe.each<[string, (connections: RedisConnections) => RedisWriter]>([
    ['whoever leads', (connections) => new PlainRedisWriter(connections)],
    ['for the leader alone', (connections) => new FencedWriter(connections, fencesOf(world.config.mode), { tenure: new Tenure(1, performance.now() + 60_000) })],
  ])('written %s', (_name, writerOn) => {
    describeCacheContract('RedisCache', async () => {
      const connections = new RedisConnections(world.config, new RecordedLog());
      await emptied(connections);
      const cache = new RedisCache(connections, writerOn(connections), 'the-proxy-key');
      await cache.retain([]);
      return { cache, close: async () => connections.onApplicationShutdown() };
    });
  });

  // What this node remembers is bounded by number, which shows while Redis is away; what Redis remembers is bounded by time.
  describeRememberedTargetsContract('RedisRememberedTargets', async (limits) => {
    const connections = new RedisConnections(limits ? redisOf({ REDIS_ADDRESS: '127.0.0.1:1' }) : world.config, new RecordedLog());
    if (!limits) await emptied(connections);
    return { targets: new RedisRememberedTargets(connections, limits), close: async () => connections.onApplicationShutdown() };
  });
});
