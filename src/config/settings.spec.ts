import { flagsOf } from './flags-of.js';
import type { Setting } from './setting.js';
import { settingsTable } from './settings-table.js';
import { settings } from './settings.js';

const all: readonly Setting<unknown>[] = Object.values(settings);

/** Names that operators rely on: changing one breaks deployments. */
const expected = `
  PROXY_KEY --proxy-key | AUTH_SECRET --auth-secret | BYPASS_AUTH --bypass-auth | PORT --port | PROMETHEUS_PORT --prometheus-port
  TLS_ENABLED --tls-enabled | TLS_CERT --tls-cert | TLS_KEY --tls-key | SHUTDOWN_DELAY --shutdown-delay | LOG_LEVEL --log-level | LOG_REQUESTS --log-requests
  LOG_REQUESTS_SHARE --log-requests-share | HEARTBEAT_INTERVAL --heartbeat-interval | AND_RULES --and-rules | CLIENT_SERVICE --client-service | METRIC_SERVICE --metric-service
  SAAS_POLL_INTERVAL --saas-poll-interval | SAAS_REQUEST_TIMEOUT --saas-request-timeout | SAAS_STREAM_IDLE_TIMEOUT --saas-stream-idle-timeout | FORWARD_TARGETS --forward-targets
  HTTPS_PROXY | HTTP_PROXY | NO_PROXY | SSL_CERT_FILE | NODE_EXTRA_CA_CERTS
  METRIC_POST_DURATION --metric-post-duration | METRIC_FLUSH_BYTES --metric-flush-bytes | METRICS_STREAM_MAX_LEN --metrics-stream-max-len
  METRIC_STREAM_READ_CONCURRENCY --metric-stream-read-concurrency --metrics-stream-read-concurrency | MAX_STREAM_CONNECTIONS --max-stream-connections
  STREAM_MAX_AGE --stream-max-age | STREAM_REPLAY_SECONDS --stream-replay-seconds | READ_REPLICA --read-replica --readReplica
  REDIS_ADDRESS --redis-address | REDIS_USERNAME --redis-username | REDIS_PASSWORD --redis-password | REDIS_DB --redis-db
  REDIS_POOL_SIZE --redis-pool-size | REDIS_SENTINEL_MASTER --redis-sentinel-master | LEASE_DURATION --lease-duration | REDIS_CA --redis-ca | OFFLINE --offline
  CONFIG_DIR --config-dir | GENERATE_OFFLINE_CONFIG --generate-offline-config | SNAPSHOT_DIR --snapshot-dir | API_KEYS --api-keys
  ADMIN_SERVICE --admin-service | ADMIN_SERVICE_TOKEN --admin-service-token | ACCOUNT_IDENTIFIER --account-identifier
  ORG_IDENTIFIER --org-identifier | TARGET_POLL_DURATION --target-poll-duration | FLAG_STREAM_ENABLED --flag-stream-enabled
  FLAG_POLL_INTERVAL --flag-poll-interval | KEY_POLL_INTERVAL --key-poll-interval | SDK_BASE_URL --sdk-base-url | SDK_EVENTS_URL --sdk-events-url
  OTEL_TRACES_EXPORTER | OTEL_EXPORTER_OTLP_ENDPOINT | OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | OTEL_EXPORTER_OTLP_PROTOCOL
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL | OTEL_SDK_DISABLED | OTEL_SERVICE_NAME | PPROF --pprof | PPROF_PORT --pprof-port
  GCP_PROFILER_ENABLED --gcp-profiler-enabled`;

describe('the table of settings', () => {
  it('holds every variable with its flags', () => {
    const named = all.map((setting) => [setting.variable, ...flagsOf(setting).map((flag) => `--${flag}`)].join(' '));

    expect(named).toEqual(expected.split(/[|\n]/).map((entry) => entry.trim()).filter((entry) => entry !== ''));
  });

  it.each(all.filter((setting) => setting.default !== undefined))('has a valid default for $variable', (setting) => {
    expect(setting.kind.parse(setting.default ?? '')).toBeDefined();
  });

  it('gives one name to one setting', () => {
    const names = all.flatMap((setting) => [setting.variable, ...(setting.otherVariables ?? []), ...flagsOf(setting)]);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('settingsTable', () => {
  const lines = settingsTable().trimEnd().split('\n');

  it('has a heading and one row of four cells for each setting', () => {
    expect(lines).toHaveLength(all.length + 2);
    expect(lines.filter((line) => line.split('|').length !== 6)).toEqual([]);
  });

  it('tells variable, file, flag, default and meaning', () => {
    expect(lines).toContain('| `PORT` | `--port` | `8000` | port of the HTTP server; 0 takes any free one |');
    expect(lines).toContain('| `PROXY_KEY`, `PROXY_KEY_FILE` | `--proxy-key` |  | the proxy key made in Harness; required, except on a replica, offline and with `API_KEYS` |');
    expect(lines).toContain('| `HTTP_PROXY`, `http_proxy` |  |  | proxy for outbound http requests |');
  });
});
