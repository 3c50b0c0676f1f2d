import { Module, type DynamicModule, type FactoryProvider, type Provider } from '@nestjs/common';
import type { RelayConfig, Role } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
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
import { AlwaysLeader } from './memory/always-leader.js';
import { MemoryCache } from './memory/memory-cache.js';
import { MemoryEventBus } from './memory/memory-event-bus.js';
import { MemoryMetricsQueue } from './memory/memory-metrics-queue.js';
import { MemoryRememberedTargets } from './memory/memory-remembered-targets.js';
import { NoFreshness } from './memory/no-freshness.js';
import { HttpSaasClient } from './saas/http-saas-client.js';
import { HttpSaasIntake } from './saas/http-saas-intake.js';
import { SaasConnection } from './saas/saas-connection.js';

/** Binds a port to its adapter, made from these providers; a class that does not fit the port does not compile. */
const bind = <Port extends object, Dependencies extends unknown[]>(
  port: abstract new () => Port,
  adapter: new (...dependencies: Dependencies) => Port,
  ...inject: { [Index in keyof Dependencies]: abstract new (...args: never[]) => Dependencies[Index] }
): FactoryProvider<Port> => ({ provide: port, inject: [...inject], useFactory: (...dependencies: Dependencies) => new adapter(...dependencies) });

/** What stands behind each port in each role: the only place that names an adapter. */
const bindings: Record<Role, readonly FactoryProvider<object>[]> = {
  single: [
    bind(LeadershipPort, AlwaysLeader, Log),
    bind(FreshnessPort, NoFreshness),
    bind(CachePort, MemoryCache),
    bind(EventBusPort, MemoryEventBus, Log),
    bind(RememberedTargetsPort, MemoryRememberedTargets),
    bind(MetricsQueuePort, MemoryMetricsQueue, Log, RelayMetrics),
    bind(SaasClientPort, HttpSaasClient, SaasConnection),
    bind(SaasIntakePort, HttpSaasIntake, SaasConnection),
  ],
};

const connections: Provider[] = [
  {
    provide: SaasConnection,
    inject: [RELAY_CONFIG, Log, RelayMetrics],
    useFactory: (config: RelayConfig, log: Log, metrics: RelayMetrics) => new SaasConnection(config, log, metrics),
  },
];

@Module({})
export class AdaptersModule {
  static forRole(role: Role): DynamicModule {
    const ports = bindings[role];
    return { module: AdaptersModule, global: true, providers: [...connections, ...ports], exports: ports.map(({ provide }) => provide) };
  }
}
