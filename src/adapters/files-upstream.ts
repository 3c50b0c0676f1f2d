import type { Provider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { RememberedTargetsPort } from '../ports/remembered-targets.port.js';
import { SaasClientPort } from '../ports/saas-client.port.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { FeedTargets } from './files/feed-targets.js';
import { FilesUpstream } from './files/files-upstream.js';
import { NoIntake } from './memory/no-intake.js';
import { UPSTREAM_INTAKE } from './upstream-intake.js';

/** A directory of configuration files: nothing leaves the node but to Redis. */
export const filesUpstream: readonly Provider[] = [
  {
    provide: FilesUpstream,
    inject: [RELAY_CONFIG, Log, RelayMetrics],
    useFactory: (config: RelayConfig, log: Log, metrics: RelayMetrics) => FilesUpstream.open(config.offline.configDir, log, metrics),
  },
  { provide: SaasClientPort, useExisting: FilesUpstream },
  { provide: UPSTREAM_INTAKE, useClass: NoIntake },
  {
    provide: FeedTargets,
    inject: [FilesUpstream, RememberedTargetsPort, Log],
    useFactory: (upstream: FilesUpstream, targets: RememberedTargetsPort, log: Log) => new FeedTargets(upstream, targets, log),
  },
];
