import { Redis } from 'ioredis';
import { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { FreshnessNode } from './freshness-node.js';
import { redisOf } from './redis-of.js';

const hash = 'a'.repeat(64);

describe('a key that a node has not heard of', () => {
  let server: RedisServer;
  let raw: Redis;
  let node: FreshnessNode;
  const reads = async () => Number(/cmdstat_get:calls=(\d+)/.exec(await raw.info('commandstats'))?.[1] ?? 0);

  beforeAll(async () => {
    server = await RedisServer.start();
    raw = new Redis(server.port, '127.0.0.1', { protocol: 2 });
    raw.on('error', () => undefined);
  });

  beforeEach(async () => {
    await raw.flushall();
    node = new FreshnessNode(redisOf({ REDIS_ADDRESS: server.address }), { checkMs: 1_000, loadMs: 5_000 });
    await node.warm(['warm']);
    await raw.config('RESETSTAT');
  });

  afterEach(() => node.stop());

  afterAll(async () => {
    raw.disconnect();
    await server.stop();
  });

  it('is found with its environment, which is loaded once for all who ask', async () => {
    await node.writeKeys('production', [hash]);

    const found = await Promise.all(Array.from({ length: 1_000 }, () => node.freshness.discover(hash)));

    expect(found.every(Boolean)).toBe(true);
    expect(node.source.environmentOf(hash)).toBe('production');
    expect(node.loads.filter((name) => name === 'authKeys production').length).toBeLessThanOrEqual(2);
    expect(await reads()).toBeLessThanOrEqual(4);
  });

  it('is not taken for known when it opens an environment that does not list it', async () => {
    await node.writeKeys('production', []);
    await raw.set(`auth-key-${hash}`, '"production"');

    for (let attempt = 0; attempt < 50; attempt++) expect(await node.freshness.discover(hash)).toBe(true);

    expect(node.source.environmentOf(hash)).toBeUndefined();
    expect(node.loads.filter((name) => name === 'authKeys production').length).toBeLessThanOrEqual(2);
  });

  it('is asked for once in a while when nobody knows it', async () => {
    await node.freshness.discover(hash);
    const before = await reads();

    for (let attempt = 0; attempt < 100; attempt++) expect(await node.freshness.discover(hash)).toBe(true);

    expect((await reads()) - before).toBeLessThanOrEqual(1);
  });

  it('is found soon after it was refused and another node wrote it', async () => {
    await node.freshness.discover(hash);
    await node.writeKeys('production', [hash]);

    await until(async () => {
      await node.freshness.discover(hash);
      return node.source.environmentOf(hash) === 'production';
    });
  });

  it('does not become a flood of reads when it is one of many that are made up', async () => {
    const made = await Promise.all(Array.from({ length: 10_000 }, (_, index) => node.freshness.discover(String(index))));

    expect(made.filter(Boolean).length).toBeGreaterThan(0);
    expect(made.filter((isDone) => !isDone).length).toBeGreaterThan(9_000);
    expect(await reads()).toBeLessThan(1_000);
  });

  it('is not called unknown while Redis does not answer, and nobody waits for long', async () => {
    server.pause();

    expect(await node.freshness.discover(hash)).toBe(false);
    const later = await Promise.all(Array.from({ length: 100 }, (_, index) => node.freshness.discover(String(index))));
    expect(later.some(Boolean)).toBe(false);

    server.resume();
    expect(await until(async () => node.freshness.discover(hash))).toBe(true);
  });
});
