import type { FactoryProvider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { Tracing } from '../kernel/tracing.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { SaasConnection } from './saas/saas-connection.js';

export const saasConnection: FactoryProvider<SaasConnection> = {
  provide: SaasConnection,
  inject: [RELAY_CONFIG, Log, RelayMetrics, Tracing],
  useFactory: (config: RelayConfig, log: Log, metrics: RelayMetrics, tracing: Tracing) => new SaasConnection(config, log, metrics, tracing),
};
