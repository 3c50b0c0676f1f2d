import type { Provider } from '@nestjs/common';
import { Log } from '../kernel/log.js';
import { FreshnessPort } from '../ports/freshness.port.js';
import { LeadershipPort } from '../ports/leadership.port.js';
import { MetricsQueuePort } from '../ports/metrics-queue.port.js';
import { RememberedTargetsPort } from '../ports/remembered-targets.port.js';
import { SaasIntakePort } from '../ports/saas-intake.port.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { bind } from './bind.js';
import { AlwaysLeader } from './memory/always-leader.js';
import { MemoryMetricsQueue } from './memory/memory-metrics-queue.js';
import { MemoryRememberedTargets } from './memory/memory-remembered-targets.js';
import { NoFreshness } from './memory/no-freshness.js';
import { singleEventBus, snapshotCache } from './snapshot-cache-provider.js';
import { UPSTREAM_INTAKE } from './upstream-intake.js';

/** One node by itself: memory behind every port but the upstream. */
export const singleAdapters: readonly Provider[] = [
  snapshotCache,
  singleEventBus,
  bind(FreshnessPort, NoFreshness),
  bind(LeadershipPort, AlwaysLeader, Log),
  bind(MetricsQueuePort, MemoryMetricsQueue, Log, RelayMetrics),
  bind(RememberedTargetsPort, MemoryRememberedTargets),
  { provide: SaasIntakePort, useExisting: UPSTREAM_INTAKE },
];
