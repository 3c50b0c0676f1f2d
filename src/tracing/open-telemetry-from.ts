import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RelayConfig } from '../config/relay-config.js';
import type { Log } from '../kernel/log.js';
import { OpenTelemetry } from './open-telemetry.js';
import { WatchedExporter } from './watched-exporter.js';

/** What is not passed on here (endpoint, headers, sampler, batches, limits) OpenTelemetry reads from the OTEL_* variables itself. */
export function openTelemetryFrom({ protocol }: NonNullable<RelayConfig['tracing']>, role: RelayConfig['role'], log: Log): OpenTelemetry {
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  const provider = new BasicTracerProvider({
    resource: resourceOf(role),
    spanProcessors: [new BatchSpanProcessor(new WatchedExporter(exporter, log))],
  });
  return new OpenTelemetry(provider);
}

/** What operators say in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES counts more than what we think. */
function resourceOf(role: RelayConfig['role']): Resource {
  const ours = resourceFromAttributes({ 'service.name': 'ff-relay-proxy', 'ff.relay.role': role });
  return defaultResource().merge(ours).merge(detectResources({ detectors: [envDetector] }));
}
