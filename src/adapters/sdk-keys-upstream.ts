import type { Provider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { Tracing } from '../kernel/tracing.js';
import { SaasClientPort } from '../ports/saas-client.port.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { bind } from './bind.js';
import { SdkKeysClient } from './saas/sdk-keys/sdk-keys-client.js';
import { SdkKeysConnection } from './saas/sdk-keys/sdk-keys-connection.js';
import { SdkKeysIntake } from './saas/sdk-keys/sdk-keys-intake.js';
import { UPSTREAM_INTAKE } from './upstream-intake.js';

/** Harness SaaS, or another relay, by SDK keys. */
export const sdkKeysUpstream: readonly Provider[] = [
  {
    provide: SdkKeysConnection,
    inject: [RELAY_CONFIG, Log, RelayMetrics, Tracing],
    useFactory: (config: RelayConfig, log: Log, metrics: RelayMetrics, tracing: Tracing) => {
      if (!config.sdkKeys) throw new Error('this upstream needs API_KEYS');
      return new SdkKeysConnection(config, config.sdkKeys, log, metrics, tracing);
    },
  },
  bind(SaasClientPort, SdkKeysClient, SdkKeysConnection),
  { provide: UPSTREAM_INTAKE, inject: [SdkKeysConnection], useFactory: (connection: SdkKeysConnection) => new SdkKeysIntake(connection) },
];
