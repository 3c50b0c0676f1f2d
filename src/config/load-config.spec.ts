import { InvalidConfiguration } from './invalid-configuration.js';
import { loadConfig } from './load-config.js';

const required = { PROXY_KEY: 'd8ba3e2f-3993-4ae1-9bc9-014f5ec68273', AUTH_SECRET: 'a-secret-of-enough-length' };

function faultsOf(env: Readonly<Record<string, string>>, argv: readonly string[] = [], readFile?: (path: string) => string): readonly string[] {
  try {
    loadConfig(env, argv, readFile);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('fills every setting that nobody gave with its default', () => {
    expect(loadConfig(required, [])).toEqual({
      warnings: [],
      secrets: [required.PROXY_KEY, required.AUTH_SECRET],
      config: {
        role: 'single',
        upstream: 'saas',
        offline: { configDir: '/config', generates: false },
        proxyKey: required.PROXY_KEY,
        authSecret: required.AUTH_SECRET,
        bypassAuth: false,
        andRules: true,
        http: { port: 8000, prometheusPort: 8000, shutdownDelayMs: 5_000 },
        log: { level: 'info', requests: 0, heartbeatMs: 60_000 },
        saas: {
          clientUrl: 'https://config.ff.harness.io/api/1.0',
          metricsUrl: 'https://events.ff.harness.io/api/1.0',
          pollIntervalMs: 60_000,
          requestTimeoutMs: 30_000,
          streamIdleTimeoutMs: 60_000,
          forwardTargets: false,
          targetPollIntervalMs: 0,
          outbound: { caFiles: [] },
        },
        metrics: { postIntervalMs: 60_000, flushBytes: 1_048_576 },
        metricsStreamMaxLength: 1000,
        profiling: { gcp: false },
        streams: { maxConnections: 0, maxAgeMs: 0, replayMs: 300_000 },
        leaseMs: 10_000,
      },
    });
  });

  it('takes every setting of this version from the environment', () => {
    const { config } = loadConfig(
      {
        ...required, BYPASS_AUTH: 'T', AND_RULES: 'f', PORT: '0', PROMETHEUS_PORT: '9090', TLS_ENABLED: '1', TLS_CERT: './cert', TLS_KEY: './key',
        LOG_LEVEL: 'Debug', LOG_REQUESTS: 'true', HEARTBEAT_INTERVAL: '0', CLIENT_SERVICE: 'http://a/1/', METRIC_SERVICE: 'http://b',
        SAAS_POLL_INTERVAL: '0.5', SAAS_REQUEST_TIMEOUT: '2.5', SAAS_STREAM_IDLE_TIMEOUT: '30', FORWARD_TARGETS: 'TRUE', HTTPS_PROXY: 'p:1', HTTP_PROXY: 'http://p:2',
        NO_PROXY: 'localhost,.internal', SSL_CERT_FILE: '/ca.pem', NODE_EXTRA_CA_CERTS: '/more.pem', METRIC_POST_DURATION: '90',
        METRIC_FLUSH_BYTES: '500', MAX_STREAM_CONNECTIONS: '10', STREAM_MAX_AGE: '3600', STREAM_REPLAY_SECONDS: '0', LEASE_DURATION: '2.5', SHUTDOWN_DELAY: '0.5',
      },
      [],
    );

    expect(config).toEqual({
      role: 'single',
      upstream: 'saas',
      offline: { configDir: '/config', generates: false },
      proxyKey: required.PROXY_KEY,
      authSecret: required.AUTH_SECRET,
      bypassAuth: true,
      andRules: false,
      http: { port: 0, prometheusPort: 9090, shutdownDelayMs: 500, tls: { certFile: './cert', keyFile: './key' } },
      log: { level: 'debug', requests: 1, heartbeatMs: 0 },
      saas: {
        clientUrl: 'http://a/1',
        metricsUrl: 'http://b',
        pollIntervalMs: 500,
        requestTimeoutMs: 2_500,
        streamIdleTimeoutMs: 30_000,
        forwardTargets: true,
        targetPollIntervalMs: 0,
        outbound: { httpsProxy: 'http://p:1', httpProxy: 'http://p:2', noProxy: 'localhost,.internal', caFiles: ['/ca.pem', '/more.pem'] },
      },
      metrics: { postIntervalMs: 90_000, flushBytes: 500 },
      metricsStreamMaxLength: 1000,
      leaseMs: 2_500,
      profiling: { gcp: false },
      streams: { maxConnections: 10, maxAgeMs: 3_600_000, replayMs: 0 },
    });
  });

  it('serves Prometheus on PORT unless told otherwise', () => {
    expect(loadConfig({ ...required, PORT: '7000' }, []).config.http.prometheusPort).toBe(7000);
  });

  it('freezes the configuration to its leaves', () => {
    const { config } = loadConfig({ ...required, TLS_ENABLED: 't', TLS_CERT: 'c', TLS_KEY: 'k' }, []);

    const parts = [config, config.http, config.http.tls, config.log, config.saas, config.saas.outbound, config.saas.outbound.caFiles, config.metrics, config.streams];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
  });

  it.each([
    ['--port=9000'],
    ['-port=9000'],
    ['--port', '9000'],
    ['-port', '9000'],
    ['--port=1', '--port=9000'],
    ['--log-requests', '--port', '9000'],
  ])('takes a flag as %s %s %s', (...argv) => {
    expect(loadConfig(required, argv).config.http.port).toBe(9000);
  });

  it.each([
    [['--and-rules'], true],
    [['--and-rules=false'], false],
    [['-and-rules=0'], false],
    [['--and-rules=false', '--and-rules'], true],
  ])('takes the boolean flag %j as %s', (argv, expected) => {
    expect(loadConfig(required, argv).config.andRules).toBe(expected);
  });

  it('keeps an equals sign within the value of a flag', () => {
    expect(loadConfig({ PROXY_KEY: 'k' }, ['--auth-secret=abc=def=0123456789']).config.authSecret).toBe('abc=def=0123456789');
  });

  it('takes the argument after a flag as its value even when it begins with a dash', () => {
    expect(loadConfig({ PROXY_KEY: 'k' }, ['--auth-secret', '-0123456789abcdef']).config.authSecret).toBe('-0123456789abcdef');
  });

  it('lets the environment win over a flag', () => {
    expect(loadConfig({ ...required, PORT: '1' }, ['--port=2']).config.http.port).toBe(1);
  });

  it('takes an empty variable as unset', () => {
    expect(loadConfig({ ...required, PORT: '', LOG_LEVEL: '', NO_PROXY: '' }, ['--port=2']).config.http.port).toBe(2);
  });

  it('takes an empty flag that holds text as unset', () => {
    expect(loadConfig(required, ['--client-service=', '--redis-address=', '--tls-cert', '']).config.saas.clientUrl).toBe('https://config.ff.harness.io/api/1.0');
  });

  it('prefers upper case to lower case among the proxy variables', () => {
    const { outbound } = loadConfig({ ...required, HTTPS_PROXY: 'a:1', https_proxy: 'b:1', http_proxy: 'c:1', NO_PROXY: '', no_proxy: 'd' }, []).config.saas;

    expect(outbound).toEqual({ httpsProxy: 'http://a:1', httpProxy: 'http://c:1', noProxy: 'd', caFiles: [] });
  });

  it('names a CA file once when two variables name it', () => {
    expect(loadConfig({ ...required, SSL_CERT_FILE: '/ca', NODE_EXTRA_CA_CERTS: '/ca' }, []).config.saas.outbound.caFiles).toEqual(['/ca']);
  });

  it.each([['0', 0], ['1', 60_000], ['59', 60_000], ['60', 60_000], ['61', 61_000]])('posts metrics for METRIC_POST_DURATION=%s every %d ms', (text, expected) => {
    expect(loadConfig({ ...required, METRIC_POST_DURATION: text }, []).config.metrics.postIntervalMs).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['single without Redis', required, 'single'],
    ['a primary with Redis', { ...required, REDIS_ADDRESS: 'redis:6379' }, 'primary'],
    ['a replica, which needs no proxy key', { AUTH_SECRET: required.AUTH_SECRET, REDIS_ADDRESS: 'redis:6379', READ_REPLICA: 'true' }, 'replica'],
  ])('makes the relay %s', (_, env, role) => {
    const { config, warnings } = loadConfig(env, []);

    expect(config.role).toBe(role);
    expect(warnings).toEqual([]);
  });

  it('accepts settings that only tune modes which are not chosen', () => {
    const env = { ...required, CONFIG_DIR: '/x', REDIS_POOL_SIZE: '20', METRICS_STREAM_MAX_LEN: '5', METRIC_STREAM_READ_CONCURRENCY: '2' };

    expect(loadConfig(env, []).warnings).toEqual([]);
  });

  it('reports every fault at once, naming settings and never their values', () => {
    const faults = faultsOf({ PORT: 'gibberish', LOG_LEVEL: 'gibberish', CLIENT_SERVICE: 'gibberish', TLS_ENABLED: 'gibberish' }, ['--log-requests=gibberish', '--wrong=gibberish', 'gibberish']);

    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      '--wrong', 'argument 3', 'LOG_REQUESTS (--log-requests)', 'PORT', 'TLS_ENABLED', 'LOG_LEVEL', 'CLIENT_SERVICE', 'PROXY_KEY',
    ]);
    expect(faults.join()).not.toContain('gibberish');
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['PORT: expected a whole number from 0 to 65535', { PORT: '65536' }, []],
    ['PORT (--port): expected a whole number from 0 to 65535', {}, ['--port=x']],
    ['PORT (--port): expected a whole number from 0 to 65535', { PORT: '1' }, ['--port=x']],
    ['PORT (--port): expected a whole number from 0 to 65535', {}, ['--port=x', '--port=1']],
    ['PORT (--port): expected a whole number from 0 to 65535', {}, ['--port=']],
    ['PORT (--port): expected a whole number from 0 to 65535', {}, ['--port']],
    ['PROMETHEUS_PORT: expected a whole number from 0 to 65535', { PROMETHEUS_PORT: '-1' }, []],
    ['HEARTBEAT_INTERVAL: expected a whole number of seconds from 0 to 1000000', { HEARTBEAT_INTERVAL: '1.5' }, []],
    ['METRIC_POST_DURATION: expected a whole number of seconds from 0 to 1000000', { METRIC_POST_DURATION: '-1' }, []],
    ['SAAS_POLL_INTERVAL: expected a number of seconds from 0.01 to 1000000, fractions allowed', { SAAS_POLL_INTERVAL: '0' }, []],
    ['SAAS_STREAM_IDLE_TIMEOUT: expected a whole number of seconds from 1 to 1000000', { SAAS_STREAM_IDLE_TIMEOUT: '0' }, []],
    ['METRIC_FLUSH_BYTES: expected a whole number from 1 to 104857600', { METRIC_FLUSH_BYTES: '0' }, []],
    ['MAX_STREAM_CONNECTIONS: expected a whole number from 0 to 10000000', { MAX_STREAM_CONNECTIONS: 'many' }, []],
    ['STREAM_REPLAY_SECONDS: expected a whole number of seconds from 0 to 86400', { STREAM_REPLAY_SECONDS: '86401' }, []],
    ['METRICS_STREAM_MAX_LEN: expected a whole number from 1 to 10000000', { METRICS_STREAM_MAX_LEN: '0' }, []],
    ['https_proxy: expected an http:// or https:// URL, or host:port', { https_proxy: 'socks5://p:1' }, []],
    ['AND_RULES (--and-rules): expected true or false (also 1, 0, t, f, T, F, TRUE, FALSE, True, False)', {}, ['--and-rules=']],
    ['argument 2: expected a flag, as in --port=8000', {}, ['--and-rules', 'true']],
    ['argument 1: expected a flag, as in --port=8000', {}, ['--']],
    ['argument 1: expected a flag, as in --port=8000', {}, ['-']],
    ['argument 1: expected a flag, as in --port=8000', {}, ['---port=1']],
    ['argument 1: expected a flag, as in --port=8000', {}, ['']],
    ['--PORT: there is no such flag', {}, ['--PORT=1']],
    ['--https-proxy: there is no such flag', {}, ['--https-proxy', 'a:1', '--port=1']],
    ['argument 1: there is no such flag', {}, ['-d8ba3e2f-3993-4ae1-9bc9-014f5ec68273']],
    ['TLS_CERT: required when TLS_ENABLED is true', { TLS_ENABLED: 'true', TLS_KEY: 'k' }, []],
    ['TLS_KEY: required when TLS_ENABLED is true', { TLS_CERT: 'c' }, ['--tls-enabled']],
    ['PROXY_KEY: expected visible ASCII characters without blanks', { PROXY_KEY: 'a b' }, []],
    ['PROXY_KEY: required, also as PROXY_KEY_FILE or --proxy-key', { PROXY_KEY: '' }, []],
  ])('stops with "%s"', (fault, env, argv) => {
    expect(faultsOf({ ...required, ...env }, argv)).toEqual([fault]);
  });

  it('tells all faults in the message of the error', () => {
    expect(() => loadConfig({ PORT: 'x' }, [])).toThrow(/PORT: expected .*; PROXY_KEY: required/);
  });
});

describe('the secret that signs tokens', () => {
  const refusal = /^AUTH_SECRET: expected at least 16 characters when NODE_ENV is production/;

  it.each<[string, Readonly<Record<string, string>>]>([
    ['is not set', {}],
    ['is the default', { AUTH_SECRET: 'secret' }],
    ['is short', { AUTH_SECRET: 'fifteen-letters' }],
  ])('brings a warning, and is refused in production, when it %s', (_case, secret) => {
    const env = { PROXY_KEY: 'k', ...secret };

    expect(loadConfig(env, []).warnings).toEqual([expect.stringMatching(/^AUTH_SECRET: /)]);
    expect(faultsOf({ ...env, NODE_ENV: 'production' })).toEqual([expect.stringMatching(refusal)]);
    expect(loadConfig({ ...env, NODE_ENV: 'production', BYPASS_AUTH: 'true' }, []).warnings).toHaveLength(2);
  });

  it('is accepted in production from 16 characters on', () => {
    expect(loadConfig({ PROXY_KEY: 'k', AUTH_SECRET: 'sixteen-letters!', NODE_ENV: 'production' }, []).warnings).toEqual([]);
  });
});

describe('warnings', () => {
  it.each(['0', '60'])('are silent about METRIC_POST_DURATION=%s', (text) => {
    expect(loadConfig({ ...required, METRIC_POST_DURATION: text }, []).warnings).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['BYPASS_AUTH', { BYPASS_AUTH: 'true' }],
    ['TLS_CERT', { TLS_CERT: 'c' }],
    ['TLS_KEY', { TLS_KEY: 'k', TLS_ENABLED: 'false' }],
    ['METRIC_POST_DURATION', { METRIC_POST_DURATION: '1' }],
    ['METRIC_POST_DURATION', { METRIC_POST_DURATION: '59' }],
  ])('name %s when there is something to say about it', (name, env) => {
    expect(loadConfig({ ...required, ...env }, []).warnings).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });
});
