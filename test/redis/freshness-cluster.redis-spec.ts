import { keySlot } from '../../src/adapters/redis/lease/key-slot.js';
import { redisKeys } from '../../src/adapters/redis/redis-keys.js';
import { Redis } from 'ioredis';
import { RedisCluster } from '../support/redis-cluster.js';
import { until } from '../support/until.js';
import { FreshnessNode } from './freshness-node.js';
import { redisOf } from './redis-of.js';

const flags = ['featureConfigs'] as const;

describe('one master of a Cluster that does not answer', () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.start();
  }, 60_000);

  afterAll(async () => {
    for (const server of cluster.nodes) server.resume();
    await cluster.stop();
  });

  it('is waited for once, keeps nobody from asking the others, and is asked again after it has come back or has a successor', async () => {
    const node = new FreshnessNode(redisOf({ REDIS_ADDRESS: cluster.addresses }), { checkMs: 1_000, loadMs: 1_000 });
    const environments = Array.from({ length: 24 }, (_, index) => `env-${index}`);
    await until(async () => {
      await node.warm(environments);
      return true;
    });
    const frozenPort = await masterPortOf(cluster, redisKeys.latest('env-0', 'featureConfigs'));
    const frozen = cluster.nodes.find(({ port }) => port === frozenPort);
    const masters = await Promise.all(environments.map((environment) => masterPortOf(cluster, redisKeys.latest(environment, 'featureConfigs'))));
    const data = await Promise.all(environments.map((environment) => masterPortOf(cluster, redisKeys.array(environment, 'featureConfigs'))));
    const healthy = environments.filter((_, index) => masters[index] !== frozenPort && data[index] !== frozenPort);
    for (const environment of healthy) await node.write(environment, 'featureConfigs', 2);
    frozen?.pause();

    await Promise.all(environments.map(async (environment) => node.freshness.settle(environment, flags)));
    const again = environments.map((environment) => node.freshness.settle(environment, flags) !== undefined);

    expect(again).toEqual(masters.map((port) => port !== frozenPort));
    expect(healthy.length).toBeGreaterThan(0);
    expect(healthy.map((environment) => node.held(environment))).toEqual(healthy.map(() => 2));
    expect(await node.counted('freshnessTrips')).toBe(1);
    frozen?.resume();
    await until(() => node.freshness.settle('env-0', flags) !== undefined, 20_000);
    await until(async () => {
      await node.write('env-0', 'featureConfigs', 3);
      await node.freshness.settle('env-0', flags);
      return node.held('env-0') === 3;
    }, 20_000);
    node.stop();
  }, 60_000);
});

async function masterPortOf(cluster: RedisCluster, key: string): Promise<number> {
  const client = new Redis(cluster.nodes[0]?.port ?? 0, '127.0.0.1', { protocol: 2 });
  try {
    const slots = await client.cluster('SLOTS');
    const slot = keySlot(key);
    return slots.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1] ?? 0;
  } finally {
    client.disconnect();
  }
}
