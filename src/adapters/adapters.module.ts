import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { RelayConfig, Role, Upstream } from '../config/relay-config.js';
import { CachePort } from '../ports/cache.port.js';
import { ConfigurationArchivePort } from '../ports/configuration-archive.port.js';
import { EventBusPort } from '../ports/event-bus.port.js';
import { FreshnessPort } from '../ports/freshness.port.js';
import { LeadershipPort } from '../ports/leadership.port.js';
import { MetricsQueuePort } from '../ports/metrics-queue.port.js';
import { RememberedTargetsPort } from '../ports/remembered-targets.port.js';
import { SaasClientPort } from '../ports/saas-client.port.js';
import { SaasIntakePort } from '../ports/saas-intake.port.js';
import { directoryArchive } from './directory-archive.js';
import { filesUpstream } from './files-upstream.js';
import { primaryAdapters } from './primary-adapters.js';
import { replicaAdapters } from './replica-adapters.js';
import { saasUpstream } from './saas-upstream.js';
import { sdkKeysUpstream } from './sdk-keys-upstream.js';
import { singleAdapters } from './single-adapters.js';

/** What stands behind each port in each role, the upstream apart. */
const roles: Record<Role, readonly Provider[]> = { single: singleAdapters, primary: primaryAdapters, replica: replicaAdapters };

/** What stands for the upstream where a node may lead. */
const upstreams: Record<Upstream, readonly Provider[]> = { saas: saasUpstream, 'sdk keys': sdkKeysUpstream, files: filesUpstream };

const ports = [CachePort, EventBusPort, FreshnessPort, LeadershipPort, MetricsQueuePort, RememberedTargetsPort, SaasClientPort, SaasIntakePort];

@Module({})
export class AdaptersModule {
  static forConfig({ role, upstream }: Pick<RelayConfig, 'role' | 'upstream'>): DynamicModule {
    const own = role === 'replica' ? [] : upstreams[upstream];
    return { module: AdaptersModule, global: true, providers: [...own, ...roles[role]], exports: ports };
  }

  /** For a process that fetches everything once and serves nobody. */
  static forGeneration({ upstream }: Pick<RelayConfig, 'upstream'>): DynamicModule {
    return { module: AdaptersModule, global: true, providers: [...upstreams[upstream], directoryArchive], exports: [SaasClientPort, ConfigurationArchivePort] };
  }
}
