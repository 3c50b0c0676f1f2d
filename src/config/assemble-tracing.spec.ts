import { loadConfig } from './load-config.js';

const required = { PROXY_KEY: 'd8ba3e2f-3993-4ae1-9bc9-014f5ec68273', AUTH_SECRET: 'a-secret-of-enough-length' };
const endpoint = 'http://collector:4318';

const tracing = (env: Record<string, string>) => {
  const { config, warnings } = loadConfig({ ...required, ...env }, []);
  return { ...config.tracing, warnings };
};

describe('tracing', () => {
  it.each<readonly [string, Record<string, string>]>([
    ['by default', {}],
    ['without an exporter', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }],
    ['when disabled', { OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'otlp' }],
    ['by a service name alone', { OTEL_SERVICE_NAME: 'flags' }],
  ])('is off %s', (_, env) => {
    expect(tracing(env)).toEqual({ warnings: [] });
  });

  it.each<readonly [string, Record<string, string>, object]>([
    ['an endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/` }, { protocol: 'http/protobuf', endpoint }],
    ['an endpoint for traces', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces` }, { protocol: 'http/protobuf', endpoint: `${endpoint}/v1/traces` }],
    ['the exporter, for the usual endpoint', { OTEL_TRACES_EXPORTER: 'OTLP' }, { protocol: 'http/protobuf' }],
    ['the exporter among others', { OTEL_TRACES_EXPORTER: 'console, otlp' }, { protocol: 'http/protobuf' }],
    ['a protocol of its own', { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, { protocol: 'http/json' }],
  ])('is on by %s', (_, env, expected) => {
    expect(tracing(env)).toEqual({ ...expected, warnings: [] });
  });

  it('starts with a warning where variables of the whole cluster ask for what it does not have', () => {
    expect(tracing({ OTEL_TRACES_EXPORTER: 'zipkin' }).warnings).toEqual(['OTEL_TRACES_EXPORTER: expected otlp or none; no traces are sent']);
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toEqual({
      protocol: 'http/protobuf',
      endpoint,
      warnings: ['OTEL_EXPORTER_OTLP_PROTOCOL: expected http/protobuf or http/json; http/protobuf is used'],
    });
  });

  it('refuses an endpoint that is none', () => {
    expect(() => tracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' })).toThrow(expect.objectContaining({ faults: [expect.stringMatching(/^OTEL_EXPORTER_OTLP_ENDPOINT: expected/)] }));
  });
});

describe('the log of requests', () => {
  const share = (env: Record<string, string>) => loadConfig({ ...required, ...env }, []);

  it('has no line, all lines, or a share of them', () => {
    expect(share({}).config.log.requests).toBe(0);
    expect(share({ LOG_REQUESTS: 'true' }).config.log.requests).toBe(1);
    expect(share({ LOG_REQUESTS: 'true', LOG_REQUESTS_SHARE: '0.01' }).config.log.requests).toBe(0.01);
  });

  it('warns of a share of nothing, and refuses what is none', () => {
    expect(share({ LOG_REQUESTS_SHARE: '0.5' }).warnings).toEqual(['LOG_REQUESTS_SHARE: has no effect without LOG_REQUESTS']);
    expect(() => share({ LOG_REQUESTS_SHARE: '2' })).toThrow(expect.objectContaining({ faults: ['LOG_REQUESTS_SHARE: expected a number from 0 to 1'] }));
  });
});
