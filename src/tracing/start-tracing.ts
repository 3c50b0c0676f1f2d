import type { RelayConfig } from '../config/relay-config.js';
import type { Log } from '../kernel/log.js';
import { NoTracing } from '../kernel/no-tracing.js';
import type { Tracing } from '../kernel/tracing.js';

/** OpenTelemetry is loaded only when it is wanted: it takes memory and time to start. */
export async function startTracing(config: RelayConfig, log: Log): Promise<Tracing> {
  const { tracing } = config;
  if (!tracing) return new NoTracing();
  const { openTelemetryFrom } = await import('./open-telemetry-from.js');
  log.info({ ...tracing }, 'traces are exported');
  return openTelemetryFrom(tracing, config, log);
}
