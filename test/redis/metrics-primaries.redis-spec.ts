import { MemoryMetricsQueue } from '../../src/adapters/memory/memory-metrics-queue.js';
import { RedisMetricsOutlet } from '../../src/adapters/redis/metrics/redis-metrics-outlet.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { Child } from './children/child.js';
import { PostsSink } from './children/posts-sink.js';
import { redisOf } from './redis-of.js';

const environments = ['env-0', 'env-1', 'env-2', 'env-3', 'env-4'];
const kills = 10;

describe('primaries that come and go', () => {
  let server: RedisServer;
  let connections: RedisConnections;
  let sink: PostsSink;
  let saas: string;
  let replica: RedisMetricsOutlet;
  let children: Child[];
  let sent: number;

  beforeEach(async () => {
    server = await RedisServer.start();
    connections = new RedisConnections(redisOf({ REDIS_ADDRESS: server.address }), new RecordedLog());
    sink = new PostsSink();
    saas = await sink.start();
    replica = new RedisMetricsOutlet(connections, new MemoryMetricsQueue(new RecordedLog(), new RelayMetrics()), new RecordedLog(), new RelayMetrics(), { maxLength: 10_000_000, paceMs: 0 });
    children = [];
    sent = 0;
  });

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    sink.stop();
    connections.onApplicationShutdown();
    await server.stop();
  });

  function aPrimary(node: string, ttlMs: number): Child {
    const child = new Child('primary.ts', { redis: redisOf({ REDIS_ADDRESS: server.address }), node, ttlMs, saas, postEveryMs: 40 });
    children.push(child);
    return child;
  }

  async function send(environment: string, evaluations: number): Promise<void> {
    const attributes = [{ key: 'featureIdentifier', value: 'dark-mode' }];
    await replica.append(environment, { metricsData: [{ attributes, count: evaluations, metricsType: 'FFMETRICS', timestamp: 1 }], targetData: [] });
    sent += evaluations;
  }

  it('lose nothing when they are killed, and post at most one body twice for each kill', async () => {
    let isSending = true;
    const sending = (async () => {
      for (let turn = 0; isSending; turn++) await send(environments[turn % environments.length] ?? '', 1 + (turn % 7));
    })();
    for (let kill = 0; kill < kills; kill++) {
      const primary = aPrimary('a', 5000);
      await primary.hears(/^leads/);
      const seen = sink.posts.length;
      // Every other time in the middle of a post: SaaS has it, the primary does not know.
      await until(() => sink.posts.length >= seen + 3 + (kill % 4));
      if (kill % 2 === 0) {
        await new Promise<void>((resolve) => {
          sink.onPost = async () => {
            sink.onPost = () => {};
            await primary.kill();
            resolve();
          };
        });
      } else await primary.kill();
    }
    isSending = false;
    await sending;
    aPrimary('a', 5000);

    await until(async () => sink.received >= sent && (await unread(connections)) === 0 && (await aggregated(connections)) === 0, 20_000);

    expect(sink.received).toBeGreaterThanOrEqual(sent);
    expect(sink.received).toBeLessThanOrEqual(sent + kills * sink.largest);
  }, 90_000);

  it('post nothing of what they took once they slept past the end of their lease', async () => {
    const sleeper = aPrimary('a', 600);
    await sleeper.hears(/^leads/);
    sleeper.tell('sleep');
    for (const environment of environments) await send(environment, 100);
    await sleeper.hears(/^sleeps on/);
    const bySleeper = postsOf('a');

    const heir = aPrimary('b', 600);
    await heir.hears(/^leads/);
    await until(() => sink.received >= sent, 20_000);
    sleeper.resume();
    await sleeper.hears(/^awake/);
    await send('env-0', 7);
    await until(() => sink.received >= sent, 20_000);

    expect(postsOf('a')).toBe(bySleeper);
    expect(postsOf('b')).toBeGreaterThan(0);
    expect(sink.received).toBe(sent);
  }, 60_000);

  function postsOf(name: string): number {
    return sink.posts.filter(({ node }) => node === name).length;
  }
});

/** Entries that no primary has folded. */
async function unread(connections: RedisConnections): Promise<number> {
  const groups = await connections.ask((client) => client.call('XINFO', 'GROUPS', 'stream:sdk_metrics'));
  const [group] = Array.isArray(groups) ? groups : [];
  const fields: unknown[] = Array.isArray(group) ? group : [];
  return Number(fields[fields.indexOf('pending') + 1]) + Number(fields[fields.indexOf('lag') + 1]);
}

async function aggregated(connections: RedisConnections): Promise<number> {
  const fields = await connections.ask((client) => client.hkeys('ffproxy:metrics:agg:{stream:sdk_metrics}'));
  return fields.filter((field) => field.startsWith('env:')).length;
}
