import { hostname } from 'node:os';
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
import { SaasIntakePort } from '../ports/saas-intake.port.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { MemoryMetricsQueue } from './memory/memory-metrics-queue.js';
import { LeftOvers } from './redis/inventory/left-overs.js';
import { RedisEventBus } from './redis/bus/redis-event-bus.js';
import { RedisFreshness } from './redis/freshness/redis-freshness.js';
import { FencedWriter } from './redis/lease/fenced-writer.js';
import { fencesOf } from './redis/lease/fences.js';
import { RedisLease } from './redis/lease/redis-lease.js';
import { FencedIntake } from './redis/metrics/fenced-intake.js';
import { OwnReports } from './redis/metrics/own-reports.js';
import { RedisMetricsOutlet } from './redis/metrics/redis-metrics-outlet.js';
import { RedisMetricsQueue } from './redis/metrics/redis-metrics-queue.js';
import { MeteredWriter } from './redis/metered-writer.js';
import { OtherDatabase } from './redis/other-database.js';
import { RedisCache } from './redis/redis-cache.js';
import { RedisConnections } from './redis/redis-connections.js';
import { RedisRememberedTargets } from './redis/redis-remembered-targets.js';
import { RedisWriter } from './redis/redis-writer.js';
import { redisConfigOf, redisConnections } from './redis-provider.js';
import { UPSTREAM_INTAKE } from './upstream-intake.js';

const FENCES = Symbol('Fences');

/** Under this name Redis lists what belongs to an offline relay, which has no proxy key. */
const offlineOwner = 'offline';

/** A node that may lead: it talks to SaaS and writes Redis while it holds the lease, and follows the leader otherwise. */
export const primaryAdapters: readonly Provider[] = [
  redisConnections,
  { provide: FENCES, inject: [RELAY_CONFIG], useFactory: (config: RelayConfig) => fencesOf(redisConfigOf(config).mode) },
  {
    provide: RedisLease,
    inject: [RedisConnections, FENCES, Log, RELAY_CONFIG],
    useFactory: (connections: RedisConnections, fences: ReturnType<typeof fencesOf>, log: Log, config: RelayConfig) =>
      new RedisLease(connections, fences, log, { node: nodeName(config), ttlMs: config.leaseMs }),
  },
  { provide: LeadershipPort, useExisting: RedisLease },
  {
    provide: RedisWriter,
    inject: [RedisConnections, FENCES, RedisLease],
    useFactory: (connections: RedisConnections, fences: ReturnType<typeof fencesOf>, lease: RedisLease) => new MeteredWriter(new FencedWriter(connections, fences, lease), connections.meter),
  },
  {
    provide: RedisCache,
    inject: [RedisConnections, RedisWriter, RedisLease, Log, RELAY_CONFIG],
    useFactory: (connections: RedisConnections, writer: RedisWriter, lease: RedisLease, log: Log, config: RelayConfig) => {
      const owner = config.proxyKey || offlineOwner;
      return new RedisCache(connections, writer, owner, new LeftOvers(owner, connections, lease, log), new OtherDatabase(redisConfigOf(config), log));
    },
  },
  { provide: CachePort, useExisting: RedisCache },
  {
    provide: EventBusPort,
    inject: [RedisConnections, RedisWriter, Log, RelayMetrics, Tracing, RELAY_CONFIG, RedisCache],
    useFactory: (connections: RedisConnections, writer: RedisWriter, log: Log, metrics: RelayMetrics, tracing: Tracing, config: RelayConfig, cache: RedisCache) =>
      new RedisEventBus(connections, writer, log, metrics, tracing, config.streams.replayMs, cache),
  },
  {
    provide: FreshnessPort,
    inject: [RedisConnections, Log, RelayMetrics, RedisLease],
    useFactory: (connections: RedisConnections, log: Log, metrics: RelayMetrics, lease: RedisLease) => new RedisFreshness(connections, log, metrics, lease),
  },
  { provide: MemoryMetricsQueue, inject: [Log, RelayMetrics], useFactory: (log: Log, metrics: RelayMetrics) => new MemoryMetricsQueue(log, metrics) },
  {
    provide: RedisMetricsOutlet,
    inject: [RedisConnections, MemoryMetricsQueue, Log, RelayMetrics, RELAY_CONFIG],
    useFactory: (connections: RedisConnections, memory: MemoryMetricsQueue, log: Log, metrics: RelayMetrics, config: RelayConfig) =>
      new RedisMetricsOutlet(connections, memory, log, metrics, { maxLength: config.metricsStreamMaxLength }),
  },
  { provide: OwnReports, inject: [MemoryMetricsQueue, RedisMetricsOutlet], useFactory: (memory: MemoryMetricsQueue, outlet: RedisMetricsOutlet) => new OwnReports(memory, outlet) },
  {
    provide: RedisMetricsQueue,
    inject: [RedisConnections, FENCES, RedisLease, OwnReports, Log, RelayMetrics],
    useFactory: (connections: RedisConnections, fences: ReturnType<typeof fencesOf>, lease: RedisLease, own: OwnReports, log: Log, metrics: RelayMetrics) =>
      new RedisMetricsQueue(connections, fences, lease, own, log, metrics),
  },
  { provide: MetricsQueuePort, useExisting: RedisMetricsQueue },
  { provide: RememberedTargetsPort, inject: [RedisConnections], useFactory: (connections: RedisConnections) => new RedisRememberedTargets(connections) },
  {
    provide: SaasIntakePort,
    inject: [UPSTREAM_INTAKE, RedisMetricsQueue],
    useFactory: (intake: SaasIntakePort, queue: RedisMetricsQueue) => new FencedIntake(intake, queue),
  },
];

/** The same after a restart; another one for a second primary on the same machine. */
function nodeName({ http: { port } }: RelayConfig): string {
  return `${hostname()}:${port}`;
}
