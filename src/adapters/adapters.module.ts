import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Role } from '../config/relay-config.js';
import { CachePort } from '../ports/cache.port.js';
import { EventBusPort } from '../ports/event-bus.port.js';
import { FreshnessPort } from '../ports/freshness.port.js';
import { LeadershipPort } from '../ports/leadership.port.js';
import { MetricsQueuePort } from '../ports/metrics-queue.port.js';
import { RememberedTargetsPort } from '../ports/remembered-targets.port.js';
import { SaasClientPort } from '../ports/saas-client.port.js';
import { SaasIntakePort } from '../ports/saas-intake.port.js';
import { primaryAdapters } from './primary-adapters.js';
import { replicaAdapters } from './replica-adapters.js';
import { singleAdapters } from './single-adapters.js';

/** What stands behind each port in each role. */
const adapters: Record<Role, readonly Provider[]> = { single: singleAdapters, primary: primaryAdapters, replica: replicaAdapters };

const ports = [CachePort, EventBusPort, FreshnessPort, LeadershipPort, MetricsQueuePort, RememberedTargetsPort, SaasClientPort, SaasIntakePort];

@Module({})
export class AdaptersModule {
  static forRole(role: Role): DynamicModule {
    return { module: AdaptersModule, global: true, providers: [...adapters[role]], exports: ports };
  }
}
