import { RedisEventBus } from '../../src/adapters/redis/bus/redis-event-bus.js';
import type { Stored } from '../../src/adapters/redis/bus/stored.js';
import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import type { RedisConfig } from '../../src/config/redis-config.js';
import type { ConfigurationChange, RelayChange, StreamState } from '../../src/kernel/changes.js';
import { NoTracing } from '../../src/kernel/no-tracing.js';
import type { BusFollower } from '../../src/ports/event-bus.port.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { RecordedLog } from '../support/recorded-log.js';

/** A node of a fleet: its bus, and what a follower of it has been told. */
export interface BusNode {
  readonly bus: RedisEventBus;
  readonly metrics: RelayMetrics;
  readonly log: RecordedLog;
  readonly resumes: number;
  readonly aways: number;
  readonly past: readonly { readonly change: ConfigurationChange; readonly at: number }[];
  readonly changes: readonly ConfigurationChange[];
  /** When each of the changes was told to the fleet, as far as this node knows. */
  readonly heardAt: readonly (number | undefined)[];
  readonly again: readonly ConfigurationChange[];
  readonly inventory: readonly RelayChange[];
  readonly states: readonly StreamState['state'][];
  stop(): Promise<void>;
}

interface NodeOptions extends Partial<BusFollower> {
  readonly replayMs?: number;
  readonly limitMs?: number;
  readonly stored?: Stored;
}

export function busNode(config: RedisConfig, { replayMs = 60_000, limitMs, stored, ...follower }: NodeOptions = {}): BusNode {
  const log = new RecordedLog();
  const metrics = new RelayMetrics();
  const connections = new RedisConnections(config, log, limitMs);
  const bus = new RedisEventBus(connections, new PlainRedisWriter(connections), log, metrics, new NoTracing(), replayMs, stored);
  const node = {
    bus,
    metrics,
    log,
    resumes: 0,
    aways: 0,
    past: new Array<{ change: ConfigurationChange; at: number }>(),
    changes: new Array<ConfigurationChange>(),
    heardAt: new Array<number | undefined>(),
    again: new Array<ConfigurationChange>(),
    inventory: new Array<RelayChange>(),
    states: new Array<StreamState['state']>(),
    stop: async () => {
      await bus.onModuleDestroy();
      connections.onApplicationShutdown();
    },
  };
  bus.follow({
    resume: async () => {
      await follower.resume?.();
      node.resumes += 1;
    },
    past: (changes) => void node.past.push(...changes),
    change: async (change) => {
      await follower.change?.(change);
      if (change.domain === 'proxy') {
        node.inventory.push(change);
        return;
      }
      const { heardAt, ...message } = change;
      node.changes.push(message);
      node.heardAt.push(heardAt);
    },
    away: () => void (node.aways += 1),
    again: (change) => void node.again.push(change),
    streamState: (state) => void node.states.push(state),
  });
  return node;
}
