import type { Provider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { Tracing } from '../kernel/tracing.js';
import { CachePort } from '../ports/cache.port.js';
import { EventBusPort } from '../ports/event-bus.port.js';
import { FreshnessPort } from '../ports/freshness.port.js';
import { LeadershipPort } from '../ports/leadership.port.js';
import { MetricsQueuePort } from '../ports/metrics-queue.port.js';
import { RememberedTargetsPort } from '../ports/remembered-targets.port.js';
import { SaasClientPort } from '../ports/saas-client.port.js';
import { SaasIntakePort } from '../ports/saas-intake.port.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { bind } from './bind.js';
import { MemoryMetricsQueue } from './memory/memory-metrics-queue.js';
import { NeverLeader } from './memory/never-leader.js';
import { NoIntake } from './memory/no-intake.js';
import { NoUpstream } from './memory/no-upstream.js';
import { RedisEventBus } from './redis/bus/redis-event-bus.js';
import { RedisFreshness } from './redis/freshness/redis-freshness.js';
import { RedisMetricsOutlet } from './redis/metrics/redis-metrics-outlet.js';
import { PlainRedisWriter } from './redis/plain-redis-writer.js';
import { OtherDatabase } from './redis/other-database.js';
import { RedisCache } from './redis/redis-cache.js';
import { RedisConnections } from './redis/redis-connections.js';
import { RedisRememberedTargets } from './redis/redis-remembered-targets.js';
import { RedisWriter } from './redis/redis-writer.js';
import { redisConfigOf, redisConnections } from './redis-provider.js';

/** A node that only reads what the leader wrote: no request leaves it but to Redis. */
export const replicaAdapters: readonly Provider[] = [
  redisConnections,
  bind(LeadershipPort, NeverLeader),
  bind(RedisWriter, PlainRedisWriter, RedisConnections),
  {
    provide: CachePort,
    inject: [RedisConnections, RedisWriter, Log, RELAY_CONFIG],
    useFactory: (connections: RedisConnections, writer: RedisWriter, log: Log, config: RelayConfig) =>
      new RedisCache(connections, writer, '', undefined, new OtherDatabase(redisConfigOf(config), log)),
  },
  {
    provide: EventBusPort,
    inject: [RedisConnections, RedisWriter, Log, RelayMetrics, Tracing, RELAY_CONFIG],
    useFactory: (connections: RedisConnections, writer: RedisWriter, log: Log, metrics: RelayMetrics, tracing: Tracing, config: RelayConfig) =>
      new RedisEventBus(connections, writer, log, metrics, tracing, config.streams.replayMs),
  },
  {
    provide: FreshnessPort,
    inject: [RedisConnections, Log, RelayMetrics],
    useFactory: (connections: RedisConnections, log: Log, metrics: RelayMetrics) => new RedisFreshness(connections, log, metrics),
  },
  {
    provide: MetricsQueuePort,
    inject: [RedisConnections, Log, RelayMetrics, RELAY_CONFIG],
    useFactory: (connections: RedisConnections, log: Log, metrics: RelayMetrics, config: RelayConfig) =>
      new RedisMetricsOutlet(connections, new MemoryMetricsQueue(log, metrics), log, metrics, { maxLength: config.metricsStreamMaxLength }),
  },
  { provide: RememberedTargetsPort, inject: [RedisConnections], useFactory: (connections: RedisConnections) => new RedisRememberedTargets(connections) },
  bind(SaasClientPort, NoUpstream),
  bind(SaasIntakePort, NoIntake),
];
