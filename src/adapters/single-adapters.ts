import type { Provider } from '@nestjs/common';
import { Log } from '../kernel/log.js';
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
import { AlwaysLeader } from './memory/always-leader.js';
import { MemoryCache } from './memory/memory-cache.js';
import { MemoryEventBus } from './memory/memory-event-bus.js';
import { MemoryMetricsQueue } from './memory/memory-metrics-queue.js';
import { MemoryRememberedTargets } from './memory/memory-remembered-targets.js';
import { NoFreshness } from './memory/no-freshness.js';
import { HttpSaasClient } from './saas/http-saas-client.js';
import { HttpSaasIntake } from './saas/http-saas-intake.js';
import { SaasConnection } from './saas/saas-connection.js';
import { saasConnection } from './saas-connection-provider.js';

/** One node by itself: memory behind every port but the upstream. */
export const singleAdapters: readonly Provider[] = [
  saasConnection,
  bind(CachePort, MemoryCache),
  bind(EventBusPort, MemoryEventBus, Log),
  bind(FreshnessPort, NoFreshness),
  bind(LeadershipPort, AlwaysLeader, Log),
  bind(MetricsQueuePort, MemoryMetricsQueue, Log, RelayMetrics),
  bind(RememberedTargetsPort, MemoryRememberedTargets),
  bind(SaasClientPort, HttpSaasClient, SaasConnection),
  bind(SaasIntakePort, HttpSaasIntake, SaasConnection),
];
