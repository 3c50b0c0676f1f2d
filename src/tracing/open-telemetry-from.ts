import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RelayConfig, TracingConfig } from '../config/relay-config.js';
import type { Log } from '../kernel/log.js';
import { openTelemetryAgent } from './open-telemetry-agent.js';
import { OpenTelemetry } from './open-telemetry.js';
import { WatchedExporter } from './watched-exporter.js';

const usualEndpoint = 'http://localhost:4318';

/** What is not passed on here (endpoint, headers, sampler, batches, limits) OpenTelemetry reads from the OTEL_* variables itself. */
export function openTelemetryFrom({ protocol, endpoint = usualEndpoint }: TracingConfig, { role, saas }: Pick<RelayConfig, 'role' | 'saas'>, log: Log): OpenTelemetry {
  const agent = openTelemetryAgent(endpoint, saas.outbound);
  const options = agent ? { httpAgentOptions: () => agent } : {};
  const exporter = protocol === 'http/json' ? new JsonExporter(options) : new ProtobufExporter(options);
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
