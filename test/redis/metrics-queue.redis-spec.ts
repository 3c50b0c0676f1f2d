import { setTimeout as delay } from 'node:timers/promises';
import { MemoryMetricsQueue } from '../../src/adapters/memory/memory-metrics-queue.js';
import { fencesOf } from '../../src/adapters/redis/lease/fences.js';
import { Tenure } from '../../src/adapters/redis/lease/tenure.js';
import { FencedIntake } from '../../src/adapters/redis/metrics/fenced-intake.js';
import { LeaderStream } from '../../src/adapters/redis/metrics/leader-stream.js';
import { RedisMetricsOutlet } from '../../src/adapters/redis/metrics/redis-metrics-outlet.js';
import { RedisMetricsQueue } from '../../src/adapters/redis/metrics/redis-metrics-queue.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import type { RedisClient } from '../../src/adapters/redis/redis-client.js';
import type { MetricsReport } from '../../src/kernel/metrics-report.js';
import { PostGathered } from '../../src/modules/metrics/application/post-gathered.js';
import { evaluationsIn } from '../../src/modules/metrics/domain/evaluations-in.js';
import type { MetricsBatch } from '../../src/ports/metrics-queue.port.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { describeMetricsQueueContract } from '../contract/metrics-queue.contract.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { redisOf } from './redis-of.js';
import { worlds, type RedisWorld } from './world.js';

const stream = 'stream:sdk_metrics';
const aggregate = 'ffproxy:metrics:agg:{stream:sdk_metrics}';
const unreadable = 'ffproxy:metrics:unreadable:{stream:sdk_metrics}';
const fence = 'ffproxy:fence';
const plenty = 1024 * 1024;

let open: { close(): void }[] = [];

afterEach(() => {
  for (const each of open) each.close();
  open = [];
});

describe.each(['one server', 'a Cluster'])('with %s', (name) => {
  let world: RedisWorld;

  beforeAll(async () => {
    const begin = worlds[name];
    if (!begin) throw new Error(`no world is called ${name}`);
    world = await begin();
  }, 60_000);

  afterAll(() => world.stop());

  describeMetricsQueueContract('RedisMetricsQueue', async () => {
    const connections = connect(new RedisConnections(world.config, new RecordedLog()));
    await connections.ask((client) => client.del(aggregate, stream));
    return aPrimary(connections, world.config.mode).queue;
  });

  it('the leader has what a replica sent', async () => {
    const connections = connect(new RedisConnections(world.config, new RecordedLog()));
    await connections.ask((client) => client.del(aggregate, stream));
    await aReplica(connections).append('env-1', aReport(5));

    expect(countIn(await aPrimary(connections, world.config.mode).queue.take(plenty))).toBe(5);
  });
});

describe('the stream of metrics', () => {
  let server: RedisServer;
  let connections: RedisConnections;

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterAll(() => server.stop());

  beforeEach(async () => {
    connections = connect(new RedisConnections(redisOf({ REDIS_ADDRESS: server.address }), new RecordedLog(), 500));
    await run((client) => client.flushall());
  });

  function run<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    return connections.ask(command);
  }

  /** Reads what is there, and gathers none of it. */
  function dyingLeader(): LeaderStream {
    const tenure = new Tenure(1, performance.now() + 60_000);
    open.push({ close: () => tenure.end() });
    return new LeaderStream(connections, tenure, fence);
  }

  async function pendingEntries(): Promise<number> {
    const [count] = (await run((client) => client.xpending(stream, 'ffproxy'))) as unknown[];
    return Number(count);
  }

  it('adds up what replicas and the leader itself were told', async () => {
    const { queue } = aPrimary(connections);
    await aReplica(connections).append('env-1', aReport(5));
    await aReplica(connections).append('env-1', aReport(6));
    await queue.append('env-1', aReport(7));

    const batches = await queue.take(plenty);

    expect(batches.map(({ report }) => report.metricsData.map(({ count }) => count))).toEqual([[18]]);
  });

  it('is read only after the group: what was there before is not counted again', async () => {
    await run((client) => client.xadd(stream, '*', 'event', textOf('env-1', 1)));
    const { queue } = aPrimary(connections);
    await queue.take(plenty);
    await run((client) => client.xadd(stream, '*', 'event', textOf('env-1', 2)));

    expect(countIn(await queue.take(plenty))).toBe(2);
  });

  it('loses nothing that a replica wrote before any leader was there', async () => {
    await run((client) => client.xadd(stream, '*', 'event', textOf('env-1', 1)));
    await aReplica(connections).append('env-1', aReport(2));

    expect(countIn(await aPrimary(connections).queue.take(plenty))).toBe(2);
  });

  it('begins again when Redis was emptied', async () => {
    const { queue, lost } = aPrimary(connections);
    const replica = aReplica(connections);
    await replica.append('env-1', aReport(1));
    for (const batch of await queue.take(plenty)) await batch.settle();
    await run((client) => client.flushall());

    await replica.append('env-1', aReport(2));

    expect(countIn(await queue.take(plenty))).toBe(2);
    expect(await lost('trimmed')).toBe(0);
  });

  it('leaves nothing pending once the aggregate has it', async () => {
    const { queue } = aPrimary(connections);
    for (let entry = 0; entry < 250; entry++) await aReplica(connections).append('env-1', aReport(1));

    expect(countIn(await queue.take(plenty))).toBe(250);

    expect(await pendingEntries()).toBe(0);
  });

  it('passes to the next leader what was gathered and not posted', async () => {
    const first = aPrimary(connections);
    await aReplica(connections).append('env-1', aReport(5));
    await first.queue.append('env-2', aReport(6));
    const [posted, kept] = await first.queue.take(plenty);
    await posted?.settle();
    first.tenure.end();

    const batches = await aPrimary(connections, 'server', 2).queue.take(plenty);

    expect(batches.map(({ environment }) => environment)).toEqual([kept?.environment]);
    expect(countIn(batches)).toBe(evaluationsIn(kept?.report ?? { metricsData: [] }));
  });

  it('passes to the next leader what was delivered and not gathered', async () => {
    const { queue } = aPrimary(connections);
    await queue.take(plenty);
    for (let entry = 0; entry < 3; entry++) await aReplica(connections).append('env-1', aReport(1));
    await dyingLeader().read();
    for (let entry = 0; entry < 2; entry++) await aReplica(connections).append('env-1', aReport(1));

    expect(countIn(await aPrimary(connections, 'server', 2).queue.take(plenty))).toBe(5);

    expect(await pendingEntries()).toBe(0);
  });

  it('hands nothing to a leader that has a successor, and its own reports are still its own', async () => {
    const { queue, tenure } = aPrimary(connections);
    await aReplica(connections).append('env-1', aReport(5));
    await queue.append('env-2', aReport(6));
    await run((client) => client.set(fence, 2));

    const batches = await queue.take(plenty);

    expect(batches.map(({ environment, report }) => [environment, evaluationsIn(report)])).toEqual([['env-2', 6]]);
    expect(tenure.isValid).toBe(false);
  });

  it('lets nobody post what a successor has', async () => {
    const { queue, tenure } = aPrimary(connections);
    await aReplica(connections).append('env-1', aReport(5));
    const [batch] = await queue.take(plenty);
    const report = batch?.report ?? { metricsData: [], targetData: [] };
    expect(queue.mayPost(report)).toBe(true);

    tenure.end();

    expect(queue.mayPost(report)).toBe(false);
    await batch?.release();
    expect(await queue.take(plenty)).toEqual([]);
  });

  it('is posted no further once the leader has lost its lease between two posts', async () => {
    const { queue, tenure } = aPrimary(connections);
    const metricsData = Array.from({ length: 50 }, (_, flag) => anEntry(`${'long-'.repeat(2000)}${flag}`, 1));
    await aReplica(connections).append('env-1', { metricsData, targetData: [] });
    let posts = 0;
    const intake = new FencedIntake(
      {
        postMetrics: async () => {
          posts += 1;
          tenure.end();
          return 'accepted';
        },
        registerTarget: async () => 'accepted',
      },
      queue,
    );
    const post = new PostGathered(queue, intake, new RelayMetrics(), new RecordedLog(), { metrics: { postIntervalMs: 60_000, flushBytes: 100_000 } });

    expect(await post.execute()).toBe(false);

    expect(posts).toBe(1);
  });

  it('gives a leader its own reports while Redis is away, and those of the others afterwards', async () => {
    const { queue, received } = aPrimary(connections);
    await aReplica(connections).append('env-1', aReport(5));
    await queue.append('env-2', aReport(6));

    server.pause();
    const own = await queue.take(plenty);
    server.resume();

    expect(countIn(own)).toBe(6);
    await until(async () => countIn(await queue.take(plenty)) === 5);
    expect(await received()).toEqual({ false: 1, stream_disconnect: expect.any(Number) });
  });

  it('neither loses nor counts twice what comes while Redis has no memory left', async () => {
    const { queue, lost } = aPrimary(connections);
    const replica = aReplica(connections);
    await queue.take(plenty);
    await replica.append('env-1', aReport(1));
    await run((client) => client.config('SET', 'maxmemory', '1'));

    const own: MetricsBatch[] = [];
    try {
      for (let entry = 0; entry < 5; entry++) {
        await replica.append('env-1', aReport(1));
        await queue.append('env-1', aReport(1));
        own.push(...(await queue.take(plenty)));
      }
    } finally {
      await run((client) => client.config('SET', 'maxmemory', '0'));
    }

    let received = countIn(own);
    await until(async () => {
      received += countIn(await queue.take(plenty));
      return received >= 11;
    });
    expect(received).toBe(11);
    expect(await lost('trimmed')).toBe(0);
  });

  it('tells when enough of what replicas send has gathered', async () => {
    const { queue } = aPrimary(connections);
    const told = new Promise<void>((resolve) => queue.onGathered(300, resolve));

    await aReplica(connections).append('env-1', { metricsData: Array.from({ length: 10 }, (_, flag) => anEntry(`flag-${flag}`, 1)), targetData: [] });
    await told;

    expect(countIn(await queue.take(plenty))).toBe(10);
    queue.onModuleDestroy();
  });

  it.each([
    ['not JSON', ['event', '{"environment_id":']],
    ['no report', ['event', '{"environment_id":"env-1","metricsData":[{"count":"3"}]}']],
    ['of no environment', ['event', '{"metricsData":[]}']],
    ['one with null among its attributes', ['event', '{"environment_id":"env-1","metricsData":[{"count":3,"attributes":[null]}]}']],
    ['one without an event', ['other', 'thing']],
  ])('puts an entry aside that is %s, and goes on', async (_, fields) => {
    const { queue, lost, received } = aPrimary(connections);
    await queue.take(plenty);
    await run((client) => client.xadd(stream, '*', ...fields));
    await aReplica(connections).append('env-1', aReport(5));

    expect(countIn(await queue.take(plenty))).toBe(5);

    expect(await lost('unreadable')).toBe(1);
    expect(await received()).toEqual({ err_parsing_message: 1, false: 1 });
    expect(await pendingEntries()).toBe(0);
    expect(await run((client) => client.lrange(unreadable, 0, -1))).toEqual([fields[0] === 'event' ? fields[1] : '']);
  });

  it('keeps copies of a hundred unreadable entries at most', async () => {
    const { queue, lost } = aPrimary(connections);
    await queue.take(plenty);
    for (let entry = 0; entry < 130; entry++) await run((client) => client.xadd(stream, '*', 'event', `entry ${entry}`));
    await queue.take(plenty);

    expect(await lost('unreadable')).toBe(130);
    expect(await run((client) => client.llen(unreadable))).toBe(100);
  });

  it('puts an entry aside that five leaders have died of', async () => {
    await aPrimary(connections).queue.take(plenty);
    await aReplica(connections).append('env-1', aReport(5));
    await run((client) => client.xreadgroup('GROUP', 'ffproxy', 'gone', 'STREAMS', stream, '>'));
    for (let death = 0; death < 4; death++) await run((client) => client.xautoclaim(stream, 'ffproxy', 'gone', 0, '0-0'));
    const { queue, lost } = aPrimary(connections, 'server', 2);

    expect(await queue.take(plenty)).toEqual([]);

    expect(await lost('unreadable')).toBe(1);
    expect(await run((client) => client.llen(unreadable))).toBe(1);
  });

  it('reads what a relay of another make writes', async () => {
    const { queue } = aPrimary(connections);
    await queue.take(plenty);
    const metricsData = [{ attributes: [{ key: 'featureIdentifier', value: 'dark-mode' }], count: 3, metricsType: 'FFMETRICS', timestamp: 1 }];
    await run((client) => client.xadd(stream, 'MAXLEN', 1000, '*', 'event', JSON.stringify({ environment_id: 'env-1', metricsData, targetData: null })));

    expect((await queue.take(plenty)).map(({ environment, report }) => ({ environment, report }))).toEqual([
      { environment: 'env-1', report: { metricsData, targetData: [] } },
    ]);
  });

  describe('when it is cut', () => {
    it('counts exactly the entries that nobody has read', async () => {
      let seed = 7;
      const random = (limit: number): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % limit;
      };
      const replica = aReplica(connections, 30);
      const { queue, lost } = aPrimary(connections);
      await queue.take(plenty);
      let sent = 0;
      let received = 0;
      for (let round = 0; round < 25; round++) {
        const entries = random(70);
        for (let entry = 0; entry < entries; entry++) await replica.append('env-1', aReport(1));
        sent += entries;
        const batches = await queue.take(plenty);
        received += countIn(batches);
        for (const batch of batches) await batch.settle();
      }

      expect(await lost('trimmed')).toBeGreaterThan(0);
      expect(received + (await lost('trimmed'))).toBe(sent);
    });

    it('counts entries that were delivered to a leader which died, and are gone', async () => {
      await aPrimary(connections).queue.take(plenty);
      const replica = aReplica(connections);
      for (let entry = 0; entry < 6; entry++) await replica.append('env-1', aReport(1));
      await dyingLeader().read();
      for (let entry = 0; entry < 4; entry++) await replica.append('env-1', aReport(1));
      await run((client) => client.xtrim(stream, 'MAXLEN', 3));
      const { queue, lost } = aPrimary(connections, 'server', 2);

      const received = countIn(await queue.take(plenty));

      expect(received).toBe(3);
      expect(await lost('trimmed')).toBe(7);
      expect(await pendingEntries()).toBe(0);
    });

    it('claims past pages of which nothing is left', async () => {
      await aPrimary(connections).queue.take(plenty);
      const replica = aReplica(connections);
      for (let entry = 0; entry < 230; entry++) await replica.append('env-1', aReport(1));
      const dying = dyingLeader();
      for (let isAll = false; !isAll; ) ({ isAll } = await dying.read());
      await run((client) => client.xtrim(stream, 'MAXLEN', 5));
      const { queue, lost } = aPrimary(connections, 'server', 2);

      expect(countIn(await queue.take(plenty))).toBe(5);
      expect(await lost('trimmed')).toBe(225);
    });

    it('does not count anew when somebody removed the aggregate', async () => {
      const { queue, lost } = aPrimary(connections);
      await queue.take(plenty);
      await aReplica(connections).append('env-1', aReport(1));
      await queue.take(plenty);
      await run((client) => client.xtrim(stream, 'MAXLEN', 0));
      await run((client) => client.del(aggregate));

      await queue.take(plenty);
      await aReplica(connections, 1).append('env-1', aReport(1));
      await aReplica(connections, 1).append('env-1', aReport(1));
      await queue.take(plenty);

      expect(await lost('trimmed')).toBe(1);
    });
  });

  describe('as a replica writes it', () => {
    it('has entries in the form that relays of other makes read', async () => {
      const report = { metricsData: [anEntry('dark-mode', 3)], targetData: [{ identifier: 'bob', name: 'Bob', attributes: [] }] };

      await aReplica(connections).append('env-1', report);

      const [entry] = await run((client) => client.xrange(stream, '-', '+'));
      expect(entry?.[1]).toEqual(['event', JSON.stringify({ environment_id: 'env-1', ...report })]);
    });

    it('shares entries among requests that wait together', async () => {
      const replica = aReplica(connections);

      await Promise.all(Array.from({ length: 200 }, () => replica.append('env-1', aReport(1))));

      expect(await run((client) => client.xlen(stream))).toBeLessThan(10);
      expect(countIn(await aPrimary(connections).queue.take(plenty))).toBe(200);
    });

    it('has no entry larger than it may be', async () => {
      const replica = aReplica(connections, 1000, 1000);

      await replica.append('env-1', { metricsData: Array.from({ length: 50 }, (_, flag) => anEntry(`flag-${flag}`, 1)), targetData: [] });

      const entries = await run((client) => client.xrange(stream, '-', '+'));
      expect(Math.max(...entries.map(([, fields]) => String(fields[1]).length))).toBeLessThan(1100);
      expect(countIn(await aPrimary(connections).queue.take(plenty))).toBe(50);
    });

    it('never holds more entries than it may', async () => {
      const replica = aReplica(connections, 5);

      for (let entry = 0; entry < 20; entry++) await replica.append('env-1', aReport(1));

      expect(await run((client) => client.xlen(stream))).toBe(5);
    });

    it('gathers for longer the more nobody has read, so that a stream of few entries holds what many posts told', async () => {
      const [one, other] = [aReplica(connections, 40, undefined, 5), aReplica(connections, 40, undefined, 5)];
      let told = 0;

      for (const end = performance.now() + 800; performance.now() < end; await delay(5)) {
        for (const replica of [one, other]) for (const environment of ['env-1', 'env-2']) void replica.append(environment, aReport(1));
        told += 4;
      }
      expect(await run((client) => client.xlen(stream))).toBeGreaterThan(20);
      const { queue, lost } = aPrimary(connections);
      let received = countIn(await queue.take(plenty));
      await until(async () => {
        received += countIn(await queue.take(plenty));
        return received >= told;
      });

      expect(received).toBe(told);
      expect(await lost('trimmed')).toBe(0);
    });

    it('answers a post that would have to wait too long for its place, and sends all it has at the end', async () => {
      const replica = aReplica(connections, 4, undefined, 1_000);
      const posts = ['env-1', 'env-2', 'env-3'].map((environment) => replica.append(environment, aReport(1)));
      await until(async () => (await run((client) => client.xlen(stream))) === 2);

      const startedAt = performance.now();
      await Promise.all([...posts, replica.append('env-4', aReport(1))]);
      const waitedMs = performance.now() - startedAt;
      await replica.beforeApplicationShutdown();

      expect(waitedMs).toBeLessThan(5_000);
      expect(countIn(await aPrimary(connections).queue.take(plenty))).toBe(4);
    });

    it('gets once what Redis took without the answer arriving', async () => {
      let answers = 0;
      const deaf = {
        ask: async <T>(command: (client: RedisClient) => Promise<T>): Promise<T> => {
          const answer = await connections.ask(command);
          answers += 1;
          if (answers === 1) throw new Error('the connection broke');
          return answer;
        },
      };
      const replica = new RedisMetricsOutlet(deaf, memoryQueue().own, new RecordedLog(), new RelayMetrics(), { maxLength: 1000, paceMs: 0 });

      await replica.append('env-1', aReport(5));
      await replica.append('env-1', aReport(6));
      await replica.beforeApplicationShutdown();

      expect(countIn(await aPrimary(connections).queue.take(plenty))).toBe(11);
    });

    it('gets what came while Redis was away', async () => {
      const replica = aReplica(connections);
      await replica.append('env-1', aReport(1));

      server.pause();
      await replica.append('env-1', aReport(2));
      await replica.append('env-2', aReport(3));
      server.resume();

      const { queue } = aPrimary(connections);
      let received = 0;
      await until(async () => {
        received += countIn(await queue.take(plenty));
        return received >= 6;
      });
      expect(received).toBe(6);
    });

    it('keeps a bounded amount in memory while Redis is away, and counts the rest', async () => {
      const { own, metrics } = memoryQueue(2000);
      const counts = new RelayMetrics();
      const replica = new RedisMetricsOutlet(connections, own, new RecordedLog(), counts, { maxLength: 1000, paceMs: 0 });
      await run((client) => client.ping());

      server.pause();
      for (let flag = 0; flag < 100; flag++) {
        await replica.append('env-1', { metricsData: [anEntry(`flag-${flag}`, 1)], targetData: [] });
      }
      server.resume();
      const dropped = (await metrics.metricsDropped.get()).values.reduce((sum, { value }) => sum + value, 0);
      await until(async () => (await metrics.metricsBacklogBytes.get()).values[0]?.value === 0);

      expect(dropped).toBeGreaterThan(0);
      expect(byError((await counts.metricsPublished.get()).values)).toEqual({ err_publishing: expect.any(Number), false: expect.any(Number) });
      expect(countIn(await aPrimary(connections).queue.take(plenty)) + dropped).toBe(100);
    });

    it('is not read by the replica itself', async () => {
      const replica = aReplica(connections);
      await replica.append('env-1', aReport(1));

      expect(await replica.take()).toEqual([]);
    });
  });
});

function aPrimary(redis: RedisConnections, mode: 'server' | 'cluster' | 'sentinel' = 'server', token = 1) {
  const tenure = new Tenure(mode === 'cluster' ? 1 : token, performance.now() + 60_000);
  const { own, metrics } = memoryQueue();
  const log = new RecordedLog();
  const queue = new RedisMetricsQueue(redis, fencesOf(mode), { tenure }, own, log, metrics, 20);
  open.push({ close: () => [tenure.end(), queue.onModuleDestroy()] });
  const lost = async (reason: string): Promise<number> => {
    const counter = metrics.registry.getSingleMetric('ff_relay_metrics_stream_entries_lost_total');
    const values = (await counter?.get())?.values ?? [];
    return values.find(({ labels }) => labels['reason'] === reason)?.value ?? 0;
  };
  const received = async () => byError((await metrics.metricsReceived.get()).values);
  return { queue, tenure, lost, received };
}

/** What was counted of the stream, by the label `error`. */
function byError(values: readonly { readonly labels: Partial<Record<string, string | number>>; readonly value: number }[]): Record<string, number> {
  return Object.fromEntries(values.filter(({ labels }) => labels['topic'] === stream).map(({ labels, value }) => [String(labels['error']), value]));
}

function aReplica(redis: RedisConnections, maxLength = 1000, maxEntryBytes?: number, paceMs = 0): RedisMetricsOutlet {
  const limits = { maxLength, paceMs, ...(maxEntryBytes !== undefined && { maxEntryBytes }) };
  return new RedisMetricsOutlet(redis, memoryQueue().own, new RecordedLog(), new RelayMetrics(), limits);
}

function memoryQueue(maxBytes?: number): { readonly own: MemoryMetricsQueue; readonly metrics: RelayMetrics } {
  const metrics = new RelayMetrics();
  return { own: new MemoryMetricsQueue(new RecordedLog(), metrics, maxBytes), metrics };
}

function connect(connections: RedisConnections): RedisConnections {
  open.push({ close: () => connections.onApplicationShutdown() });
  return connections;
}

function anEntry(flag: string, count: number) {
  return { attributes: [{ key: 'featureIdentifier', value: flag }], count, metricsType: 'FFMETRICS', timestamp: 1 };
}

function aReport(count: number): MetricsReport {
  return { metricsData: [anEntry('dark-mode', count)], targetData: [] };
}

function textOf(environment: string, count: number): string {
  return JSON.stringify({ environment_id: environment, ...aReport(count) });
}

function countIn(batches: readonly MetricsBatch[]): number {
  return batches.reduce((sum, { report }) => sum + evaluationsIn(report), 0);
}
