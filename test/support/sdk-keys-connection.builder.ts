import { SdkKeysConnection } from '../../src/adapters/saas/sdk-keys/sdk-keys-connection.js';
import type { SaasLimits } from '../../src/adapters/saas/saas-limits.js';
import { loadConfig } from '../../src/config/load-config.js';
import { NoTracing } from '../../src/kernel/no-tracing.js';
import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import { RecordedLog } from './recorded-log.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';

interface Parts {
  /** Settings by their environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<SaasLimits>;
  readonly log?: RecordedLog;
}

/** A connection by these SDK keys that asks the admin API, too, and repeats at once. */
export function anSdkKeysConnection(saas: StandInSaas, keys: readonly string[], { env, limits, log = new RecordedLog() }: Parts = {}): SdkKeysConnection {
  const { config } = loadConfig(
    {
      API_KEYS: keys.join(','),
      CLIENT_SERVICE: saas.clientUrl,
      METRIC_SERVICE: saas.metricsUrl,
      ADMIN_SERVICE: saas.adminUrl,
      ADMIN_SERVICE_TOKEN: saas.adminToken,
      SAAS_POLL_INTERVAL: '0.05',
      KEY_POLL_INTERVAL: '0.05',
      ...env,
    },
    [],
  );
  if (!config.sdkKeys) throw new Error('there are no SDK keys');
  return new SdkKeysConnection(config, config.sdkKeys, log, new RelayMetrics(), new NoTracing(), { backOffBaseMs: 1, requestTimeoutMs: 5_000, ...limits });
}
