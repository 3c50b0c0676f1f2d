import { Redis } from 'ioredis';
import { tokenOf } from '../../src/adapters/redis/item-texts.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { describeFreshnessContract } from '../contract/freshness.contract.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { emptied } from './emptied.js';
import { FreshnessNode } from './freshness-node.js';
import { redisOf } from './redis-of.js';

let server: RedisServer;
let raw: Redis;

beforeAll(async () => {
  server = await RedisServer.start();
  raw = new Redis(server.port, '127.0.0.1', { protocol: 2 });
  raw.on('error', () => undefined);
});

beforeEach(() => raw.flushall());

afterAll(async () => {
  raw.disconnect();
  server.resume();
  await server.stop();
});

const config = () => redisOf({ REDIS_ADDRESS: server.address });
const flags = ['featureConfigs'] as const;

describeFreshnessContract('RedisFreshness', async () => {
  const connections = new RedisConnections(config(), new RecordedLog());
  await emptied(connections);
  connections.onApplicationShutdown();
  const node = new FreshnessNode(config());
  await node.warm(['warm']);
  return {
    freshness: node.freshness,
    source: node.source,
    write: (environment, part, version) => node.write(environment, part, version),
    held: (environment, part) => node.held(environment, part),
    writeKey: (environment, key) => node.writeKeys(environment, [key]),
    close: async () => node.stop(),
  };
});

describe('requests of one turn', () => {
  it('share one check and one load', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['one']);
    await node.write('one', 'featureConfigs', 2);
    const loads = node.loads.length;
    await raw.config('RESETSTAT');

    await Promise.all(Array.from({ length: 200 }, async () => node.freshness.settle('one', flags)));

    expect(node.held('one')).toBe(2);
    expect(node.loads).toHaveLength(loads + 1);
    expect(await raw.info('commandstats')).toMatch(/cmdstat_get:calls=3,/);
    node.stop();
  });

  it('never load one environment twice at once', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['one']);

    for (let version = 2; version < 40; version++) {
      await node.write('one', 'featureConfigs', version);
      await node.write('one', 'segments', version);
      void node.freshness.settle('one', flags);
      await new Promise(setImmediate);
      await node.freshness.settle('one', ['segments', 'featureConfigs']);
      expect([node.held('one'), node.held('one', 'segments')]).toEqual([version, version]);
    }

    expect(node.overlaps).toBe(0);
    node.stop();
  });
});

describe('a part whose keys are not both there', () => {
  it('is loaded once when neither is, and again when data appears without a token', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['other']);
    for (let index = 0; index < 3; index++) await node.freshness.settle('one', flags);
    expect(node.loads.filter((name) => name === 'featureConfigs one')).toHaveLength(1);

    await raw.set('env-one-feature-configs', '5');
    for (let index = 0; index < 3; index++) await node.freshness.settle('one', flags);

    expect(node.held('one')).toBe(5);
    expect(node.loads.filter((name) => name === 'featureConfigs one')).toHaveLength(2);
    node.stop();
  });

  it('is gone from memory once both are deleted', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['one']);

    await raw.del('env-one-feature-configs-latest', 'env-one-feature-configs');
    await node.freshness.settle('one', flags);

    expect(node.held('one')).toBe(0);
    node.stop();
  });

  it('does not stop checks when a key holds something else', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['one']);
    await raw.lpush('env-odd-feature-configs-latest', 'x');

    await node.freshness.settle('odd', flags);
    await node.write('one', 'featureConfigs', 2);
    await node.freshness.settle('one', flags);

    expect(node.held('one')).toBe(2);
    expect(await node.counted('freshnessTrips')).toBe(0);
    node.stop();
  });
});

describe('a token and data that do not go together', () => {
  it('are not loaded for each request, and what repairs the data is found', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['one']);
    await raw.set('env-one-feature-configs-latest', tokenOf('3'));
    await node.freshness.settle('one', flags);
    const loads = node.loads.length;

    for (let index = 0; index < 200; index++) await node.freshness.settle('one', flags);
    expect(node.loads.length - loads).toBeLessThanOrEqual(1);

    await raw.set('env-one-feature-configs', '3');
    await until(async () => {
      await node.freshness.settle('one', flags);
      return node.held('one') === 3;
    });
    node.stop();
  });

  it('do not hide a change that was undone', async () => {
    const node = new FreshnessNode(config());
    await node.warm(['one']);
    for (const version of [2, 3, 2, 3, 2]) {
      await node.write('one', 'featureConfigs', version);
      // Now and then the stream brings it before a check does.
      if (version === 3) await node.load('one', 'featureConfigs');
      else await node.freshness.settle('one', flags);

      expect(node.held('one')).toBe(version);
    }
    node.stop();
  });
});

describe('a Redis that does not answer', () => {
  it('is waited for once and not again, and is asked again once it answers', async () => {
    const node = new FreshnessNode(config(), { checkMs: 100, loadMs: 1_000 });
    await node.warm(['one']);
    const pausedAt = Date.now();
    server.pause();

    await Promise.all(Array.from({ length: 200 }, async () => node.freshness.settle('one', flags)));
    const afterwards = Array.from({ length: 1_000 }, () => node.freshness.settle('one', flags));

    expect(afterwards.every((wait) => wait === undefined)).toBe(true);
    expect(await node.counted('freshnessTrips')).toBe(1);
    expect(await node.counted('unverifiedReads')).toBe(1_200);
    server.resume();
    await until(() => node.freshness.settle('one', flags) !== undefined);
    await node.write('one', 'featureConfigs', 2);
    await node.freshness.settle('one', flags);
    expect(node.held('one')).toBe(2);
    // From the first answer on that could not be checked.
    expect(node.recoveries).toHaveLength(1);
    expect(Math.abs((node.recoveries[0] ?? 0) - pausedAt)).toBeLessThan(2_000);
    node.stop();
  });

  it('is noticed at once when its connections close', async () => {
    const node = new FreshnessNode(config(), { checkMs: 60_000 });
    await node.warm(['one']);

    await server.kill();
    await node.freshness.settle('one', flags);
    await until(() => node.freshness.settle('one', flags) === undefined);

    await server.boot();
    await until(async () => {
      await node.warm(['one']);
      return true;
    });
    await node.write('one', 'featureConfigs', 2);
    await until(() => node.freshness.settle('one', flags) !== undefined);
    await node.freshness.settle('one', flags);
    expect(node.held('one')).toBe(2);
    expect(node.log.lines.join('\n')).not.toContain('env-one');
    node.stop();
  });

  it('is not found in a stall of our own', async () => {
    const node = new FreshnessNode(config(), { checkMs: 50, loadMs: 1_000 });
    await node.warm(['one']);
    const tripsBefore = await node.counted('freshnessTrips');

    for (let version = 2; version < 12; version++) {
      await node.write('one', 'featureConfigs', version);
      const settled = node.freshness.settle('one', flags);
      await new Promise(setImmediate);
      const end = performance.now() + 150;
      while (performance.now() < end);
      await settled;

      expect(node.held('one')).toBe(version);
    }

    expect(await node.counted('freshnessTrips')).toBe(tripsBefore);
    node.stop();
  });
});
