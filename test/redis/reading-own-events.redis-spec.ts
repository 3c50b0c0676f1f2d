import { setTimeout as delay } from 'node:timers/promises';
import { RedisEventBus } from '../../src/adapters/redis/bus/redis-event-bus.js';
import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { NoTracing } from '../../src/kernel/no-tracing.js';
import type { FreshnessPort } from '../../src/ports/freshness.port.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';
import { busNode } from './bus-node.js';
import { FreshnessNode } from './freshness-node.js';
import { patch } from './patch.js';
import { redisOf } from './redis-of.js';

const events = 320;
const flags = ['featureConfigs'] as const;

type Settle = FreshnessPort['settle'];

/** Wrong: whoever arrives joins the check in flight, which may have been sent before the change. */
function joining(settle: Settle): Settle {
  let inFlight: Promise<void> | undefined;
  return (environment, parts) => {
    inFlight ??= settle(environment, parts)?.finally(() => (inFlight = undefined));
    return inFlight;
  };
}

describe('an SDK that hears an event from one node and asks another, whose stream is 300 ms late', () => {
  let server: RedisServer;
  let relay: TcpRelay;
  let random = 1;

  beforeAll(async () => {
    server = await RedisServer.start();
    // Each way takes some milliseconds, never the same; what the blocking read is told takes much longer.
    relay = await TcpRelay.start(server.port, (direction, { opening }) => {
      random = (random * 48_271) % 2_147_483_647;
      return (direction === 'to client' && opening.includes('ff-relay-events') ? 300 : 0) + 1 + (random % 5);
    });
  });

  afterAll(async () => {
    await relay.stop();
    await server.stop();
  });

  /** How many of the answers are older than the event that was heard before the question. */
  const staleAnswers = async (wrap: (settle: Settle) => Settle): Promise<{ readonly stale: number; readonly late: number }> => {
    const announcing = new RedisConnections(redisOf({ REDIS_ADDRESS: server.address }), new RecordedLog());
    const bus = new RedisEventBus(announcing, new PlainRedisWriter(announcing), new RecordedLog(), new RelayMetrics(), new NoTracing(), 0);
    const far = redisOf({ REDIS_ADDRESS: relay.address });
    const asked = new FreshnessNode(far);
    const heard: number[] = [];
    const follower = busNode(far, {
      change: async (change) => {
        if ('version' in change) heard.push(change.version);
        await asked.load('e', 'featureConfigs').catch(() => undefined);
      },
    });
    const writer = new FreshnessNode(redisOf({ REDIS_ADDRESS: server.address }));
    await asked.warm(['e']);
    await until(() => follower.resumes === 1);

    const settle = wrap((environment, parts) => asked.freshness.settle(environment, parts));
    let isOver = false;
    const readers = Array.from({ length: 20 }, async () => {
      while (!isOver) {
        await settle('e', flags);
        await new Promise(setImmediate);
      }
    });
    const counts = { stale: 0, late: 0 };
    for (let version = 2; version < events + 2; version++) {
      // Otherwise each write would begin in step with the readers' checks.
      await delay(random % 12);
      await writer.write('e', 'featureConfigs', version);
      await bus.publish(patch(version));
      if (!heard.includes(version)) counts.late += 1;
      await settle('e', flags);
      if (asked.held('e') < version) counts.stale += 1;
    }
    isOver = true;
    await Promise.all(readers);
    expect(await asked.counted('unverifiedReads')).toBe(0);

    for (const node of [writer, asked, follower]) await node.stop();
    await bus.onModuleDestroy();
    announcing.onApplicationShutdown();
    return counts;
  };

  it('gets nothing older than the event', async () => {
    const { stale, late } = await staleAnswers((settle) => settle);

    expect(late).toBe(events);
    expect(stale).toBe(0);
  });

  it('would, if its request joined the check in flight', async () => {
    const { stale } = await staleAnswers(joining);

    expect(stale).toBeGreaterThan(0);
  });
});
