import { Cluster, Redis } from 'ioredis';
import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import type { RedisConfig } from '../../src/config/redis-config.js';
import type { EnvironmentConfig } from '../../src/kernel/configuration.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';
import { redisOf } from './redis-of.js';

const anEnvironment = (id: string): EnvironmentConfig => ({
  id,
  featureConfigs: [{ identifier: 'dark', version: 1, json: '{"feature":"dark","version":1}' }],
  segments: [{ identifier: 'beta', version: 1, json: '{"identifier":"beta","version":1}' }],
  authKeys: [],
});
const failoverMs = 30_000;

async function withCache(config: RedisConfig, use: (cache: RedisCache, connections: RedisConnections) => Promise<void>): Promise<void> {
  const connections = new RedisConnections(config, new RecordedLog(), 500);
  try {
    await use(new RedisCache(connections, new PlainRedisWriter(connections), 'the-proxy-key'), connections);
  } finally {
    connections.onApplicationShutdown();
  }
}

describe('a master that a Sentinel names', () => {
  it.each(['killed', 'paused'])('is followed by its replica when it is %s', async (fate) => {
    const master = await RedisServer.start();
    const replica = await RedisServer.start({ options: ['--replicaof', `127.0.0.1 ${master.port}`] });
    const sentinel = await RedisServer.startSentinel(master.port);
    const watcher = new Redis(sentinel.port, '127.0.0.1', { protocol: 2 });
    const replicaClient = new Redis(replica.port, '127.0.0.1', { protocol: 2 });

    try {
      await until(async () => (await replicaClient.info('replication')).includes('master_link_status:up'));
      await until(async () => String(await watcher.call('SENTINEL', 'REPLICAS', 'main')).includes(String(replica.port)), 20_000);
      await withCache(redisOf({ REDIS_ADDRESS: sentinel.address, REDIS_SENTINEL_MASTER: 'main' }), async (cache) => {
        await cache.store(anEnvironment('before'));
        await cache.retain(['before']);
        await until(async () => (await replicaClient.exists('ffproxy:complete')) === 1);

        if (fate === 'killed') await master.kill();
        else master.pause();

        await until(() => cache.store(anEnvironment('after')).then(() => true), failoverMs);
        expect(await cache.load('before')).toMatchObject(anEnvironment('before'));
        expect(await replicaClient.exists('env-after-feature-configs')).toBe(1);
      });
    } finally {
      watcher.disconnect();
      replicaClient.disconnect();
      master.resume();
      await Promise.all([sentinel.stop(), replica.stop(), master.stop()]);
    }
  }, 60_000);
});

describe('a client that asks its Sentinel for the master just when another becomes it', () => {
  it('reaches the new one', async () => {
    const master = await RedisServer.start();
    const replica = await RedisServer.start({ options: ['--replicaof', `127.0.0.1 ${master.port}`] });
    const sentinel = await RedisServer.startSentinel(master.port);
    const toSentinel = await TcpRelay.start(sentinel.port);
    const watcher = new Redis(sentinel.port, '127.0.0.1', { protocol: 2 });

    try {
      await until(async () => String(await watcher.call('SENTINEL', 'REPLICAS', 'main')).includes(String(replica.port)), 20_000);
      await withCache(redisOf({ REDIS_ADDRESS: toSentinel.address, REDIS_SENTINEL_MASTER: 'main' }), async (_, connections) => {
        await connections.ask((client) => client.ping());
        await until(async () => String(await watcher.call('CLIENT', 'LIST')).includes('cmd=subscribe'));
        // It asks nearly all the time while there is no master.
        toSentinel.delay(() => 300);
        await master.kill();

        await until(() => connections.ask((client) => client.set('after', 'failover')), failoverMs);
      });
    } finally {
      watcher.disconnect();
      await toSentinel.stop();
      await Promise.all([sentinel.stop(), replica.stop(), master.stop()]);
    }
  }, 60_000);
});

describe('a Cluster', () => {
  const environments = Array.from({ length: 12 }, (_, index) => anEnvironment(`environment-${index}`));
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.start();
  }, 60_000);

  afterAll(() => cluster.stop());

  it('serves the slots of the other masters while one is paused, and all of them after it is replaced', async () => {
    await withCache(redisOf({ REDIS_ADDRESS: cluster.addresses }), async (cache, connections) => {
      for (const each of environments) await cache.store(each);
      await cache.retain(environments.map(({ id }) => id));
      await connections.ask((client) => Promise.all((client instanceof Cluster ? client.nodes('master') : []).map((node) => node.wait(1, 5_000))), 6_000);
      const [master] = cluster.nodes;

      master?.pause();
      const during = await Promise.allSettled(environments.map(({ id }) => cache.load(id)));

      expect(during.map(({ status }) => status)).toEqual(expect.arrayContaining(['fulfilled', 'rejected']));
      for (const each of environments) {
        await until(() => cache.store(each).then(() => true), failoverMs);
        expect(await until(() => cache.load(each.id), failoverMs)).toMatchObject(each);
      }
      master?.resume();
    });
  }, 90_000);
});
