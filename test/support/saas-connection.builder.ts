import { SaasConnection } from '../../src/adapters/saas/saas-connection.js';
import type { SaasLimits } from '../../src/adapters/saas/saas-limits.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Log } from '../../src/kernel/log.js';
import { NoTracing } from '../../src/kernel/no-tracing.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { RecordedLog } from './recorded-log.js';

interface Upstream {
  readonly clientUrl: string;
  readonly metricsUrl: string;
  readonly proxyKey: string;
}

interface Parts {
  /** Settings by their environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<SaasLimits>;
  readonly log?: Log;
  readonly metrics?: RelayMetrics;
}

/** A connection to an upstream that repeats at once. */
export function aSaasConnection({ clientUrl, metricsUrl, proxyKey }: Upstream, { env, limits, log, metrics }: Parts = {}): SaasConnection {
  const { config } = loadConfig({ PROXY_KEY: proxyKey, CLIENT_SERVICE: clientUrl, METRIC_SERVICE: metricsUrl, ...env }, []);
  return new SaasConnection(config, log ?? new RecordedLog(), metrics ?? new RelayMetrics(), new NoTracing(), { backOffBaseMs: 1, requestTimeoutMs: 5_000, ...limits });
}
