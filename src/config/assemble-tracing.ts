import type { TracingConfig } from './relay-config.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

interface Tracing {
  /** Undefined: nothing is traced. */
  readonly config: TracingConfig | undefined;
  readonly warnings: readonly string[];
}

const protocols: readonly TracingConfig['protocol'][] = ['http/protobuf', 'http/json'];

/** These variables are often set for a whole cluster: what means nothing here is a warning, and no reason not to start. */
export function assembleTracing(values: SettingValues): Tracing {
  const endpoint = values.optional(settings.otelTracesEndpoint) ?? values.optional(settings.otelEndpoint);
  const given = values.optional(settings.otelTracesExporter)?.toLowerCase();
  const exporters = given?.split(',').map((exporter) => exporter.trim()) ?? [];
  const isAskedFor = given === undefined ? endpoint !== undefined : exporters.includes('otlp');
  if (values.value(settings.otelSdkDisabled) || exporters.includes('none')) return { config: undefined, warnings: [] };
  if (!isAskedFor) return { config: undefined, warnings: given === undefined ? [] : ['OTEL_TRACES_EXPORTER: expected otlp or none; no traces are sent'] };

  const wanted = values.optional(settings.otelTracesProtocol) ?? values.value(settings.otelProtocol);
  const protocol = protocols.find((known) => known === wanted);
  return {
    config: { protocol: protocol ?? 'http/protobuf', ...(endpoint !== undefined && { endpoint }) },
    warnings: protocol === undefined ? ['OTEL_EXPORTER_OTLP_PROTOCOL: expected http/protobuf or http/json; http/protobuf is used'] : [],
  };
}
