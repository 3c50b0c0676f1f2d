import { boolean } from './kinds/boolean.js';
import { httpUrl } from './kinds/http-url.js';
import { logLevel } from './kinds/log-level.js';
import { path } from './kinds/path.js';
import { proxyUrl } from './kinds/proxy-url.js';
import { redisAddress } from './kinds/redis-address.js';
import { seconds } from './kinds/seconds.js';
import { share } from './kinds/share.js';
import { text } from './kinds/text.js';
import { tokenList } from './kinds/token-list.js';
import { token } from './kinds/token.js';
import { wholeNumber } from './kinds/whole-number.js';
import { wholeSeconds } from './kinds/whole-seconds.js';
import type { Setting } from './setting.js';

/** Every setting there is, in the order of the README. Parsing, validation and documentation all follow this table. */
export const settings = {
  proxyKey: { variable: 'PROXY_KEY', kind: token, secret: true, meaning: 'the proxy key made in Harness; required, except on a replica, offline and with `API_KEYS`' },
  authSecret: { variable: 'AUTH_SECRET', kind: text, default: 'secret', secret: true, meaning: 'signs the tokens SDKs get; the default or fewer than 16 characters brings a warning, and is refused when `NODE_ENV=production` unless `BYPASS_AUTH`' },
  bypassAuth: { variable: 'BYPASS_AUTH', kind: boolean, default: 'false', meaning: 'skip token and environment checks; for local debugging only' },
  port: { variable: 'PORT', kind: wholeNumber(0, 65535), default: '8000', meaning: 'port of the HTTP server; 0 takes any free one' },
  prometheusPort: { variable: 'PROMETHEUS_PORT', kind: wholeNumber(0, 65535), meaning: 'serve Prometheus metrics on a port of their own; unset: on `PORT`' },
  tlsEnabled: { variable: 'TLS_ENABLED', kind: boolean, default: 'false', meaning: 'HTTPS on `PORT`; needs `TLS_CERT` and `TLS_KEY`' },
  tlsCert: { variable: 'TLS_CERT', kind: path, meaning: 'PEM file of the certificate chain' },
  tlsKey: { variable: 'TLS_KEY', kind: path, meaning: 'PEM file of the private key' },
  shutdownDelay: { variable: 'SHUTDOWN_DELAY', kind: seconds(0, 600), default: '5', meaning: 'seconds for which the relay goes on answering when it is told to end, so that load balancers can notice; fractions allowed' },
  logLevel: { variable: 'LOG_LEVEL', kind: logLevel, default: 'INFO', meaning: '`DEBUG`, `INFO`, `WARN` or `ERROR`, in any case' },
  logRequests: { variable: 'LOG_REQUESTS', kind: boolean, default: 'false', meaning: 'one log line per request' },
  logRequestsShare: { variable: 'LOG_REQUESTS_SHARE', kind: share, default: '1', meaning: 'with `LOG_REQUESTS`: the share of requests that get their line, as in `0.01`; answers of 500 and more always do' },
  heartbeatInterval: { variable: 'HEARTBEAT_INTERVAL', kind: wholeSeconds(0), default: '60', meaning: 'seconds between log lines of the own health; 0 = off' },
  andRules: { variable: 'AND_RULES', kind: boolean, default: 'true', meaning: 'evaluate and serve target groups by their AND rules' },

  clientService: { variable: 'CLIENT_SERVICE', kind: httpUrl, default: 'https://config.ff.harness.io/api/1.0', meaning: 'where configuration comes from' },
  metricService: { variable: 'METRIC_SERVICE', kind: httpUrl, default: 'https://events.ff.harness.io/api/1.0', meaning: 'where SDK metrics go' },
  saasPollInterval: { variable: 'SAAS_POLL_INTERVAL', kind: seconds(0.01), default: '60', meaning: 'seconds between polls, and between attempts to reopen the stream, while the SaaS stream is down; fractions allowed' },
  saasRequestTimeout: { variable: 'SAAS_REQUEST_TIMEOUT', kind: seconds(0.1, 300), default: '30', meaning: 'seconds until a request to SaaS that has no complete answer has failed; after each third without an answer it is sent once more; fractions allowed' },
  saasStreamIdleTimeout: { variable: 'SAAS_STREAM_IDLE_TIMEOUT', kind: wholeSeconds(1), default: '60', meaning: 'seconds without a byte after which the SaaS stream counts as broken' },
  forwardTargets: { variable: 'FORWARD_TARGETS', kind: boolean, default: 'false', meaning: 'register targets with SaaS too when SDKs authenticate; with `API_KEYS` that is the default' },
  httpsProxy: { variable: 'HTTPS_PROXY', otherVariables: ['https_proxy'], withoutFlag: true, kind: proxyUrl, meaning: 'proxy for outbound https requests, the stream included' },
  httpProxy: { variable: 'HTTP_PROXY', otherVariables: ['http_proxy'], withoutFlag: true, kind: proxyUrl, meaning: 'proxy for outbound http requests' },
  noProxy: { variable: 'NO_PROXY', otherVariables: ['no_proxy'], withoutFlag: true, kind: text, meaning: 'hosts reached without a proxy, separated by commas' },
  sslCertFile: { variable: 'SSL_CERT_FILE', withoutFlag: true, kind: path, meaning: 'PEM file of further CA certificates for outbound TLS' },
  nodeExtraCaCerts: { variable: 'NODE_EXTRA_CA_CERTS', withoutFlag: true, kind: path, meaning: 'the same; Node itself reads it at start' },

  metricPostDuration: { variable: 'METRIC_POST_DURATION', kind: wholeSeconds(0), default: '60', meaning: 'seconds between posts of SDK metrics, at least 60; 0 = never post' },
  metricFlushBytes: { variable: 'METRIC_FLUSH_BYTES', kind: wholeNumber(1, 104_857_600), default: '1048576', meaning: 'gathered metrics are posted as soon as they reach this size' },
  metricsStreamMaxLen: { variable: 'METRICS_STREAM_MAX_LEN', kind: wholeNumber(1, 10_000_000), default: '1000', meaning: 'entries kept of the Redis stream that carries metrics; no effect without Redis' },
  metricStreamReadConcurrency: { variable: 'METRIC_STREAM_READ_CONCURRENCY', otherFlags: ['metrics-stream-read-concurrency'], kind: wholeNumber(1, 1000), default: '10', meaning: 'accepted for compatibility; no effect, since one reader takes many entries at once' },

  maxStreamConnections: { variable: 'MAX_STREAM_CONNECTIONS', kind: wholeNumber(0, 10_000_000), default: '0', meaning: 'SDK streams beyond this many answer 503; 0 = no limit' },
  streamMaxAge: { variable: 'STREAM_MAX_AGE', kind: wholeSeconds(0), default: '0', meaning: 'seconds after which an SDK stream is ended, with jitter; 0 = never' },
  streamReplaySeconds: { variable: 'STREAM_REPLAY_SECONDS', kind: wholeSeconds(0, 86_400), default: '300', meaning: 'window of recent events replayed to a new SDK stream; 0 = off' },

  readReplica: { variable: 'READ_REPLICA', otherFlags: ['readReplica'], kind: boolean, default: 'false', meaning: 'run as a replica: serve what a primary wrote to Redis; needs `REDIS_ADDRESS` and nothing else' },
  redisAddress: { variable: 'REDIS_ADDRESS', kind: redisAddress, meaning: '`host:port`, `redis://`, `rediss://`, or a comma-separated list (Cluster nodes, sentinels); unset: single mode with an embedded cache' },
  redisUsername: { variable: 'REDIS_USERNAME', kind: text, meaning: 'Redis user' },
  redisPassword: { variable: 'REDIS_PASSWORD', kind: text, secret: true, meaning: 'Redis password' },
  redisDb: { variable: 'REDIS_DB', kind: wholeNumber(0, 1_000_000), default: '0', meaning: 'Redis database' },
  redisPoolSize: { variable: 'REDIS_POOL_SIZE', kind: wholeNumber(0, 10_000), default: '10', meaning: 'accepted for compatibility; no effect, since one connection carries all commands at once' },
  redisSentinelMaster: { variable: 'REDIS_SENTINEL_MASTER', kind: text, meaning: 'set: `REDIS_ADDRESS` lists sentinels of this master' },
  leaseDuration: { variable: 'LEASE_DURATION', kind: seconds(1), default: '10', meaning: 'seconds after which another primary takes over from a leader that is not heard of; fractions allowed' },
  redisCa: { variable: 'REDIS_CA', kind: path, meaning: 'PEM file of the CA for `rediss://`' },

  offline: { variable: 'OFFLINE', kind: boolean, default: 'false', meaning: 'serve the files under `CONFIG_DIR`, and follow their changes; no request leaves the relay but to Redis' },
  configDir: { variable: 'CONFIG_DIR', kind: path, default: '/config', meaning: 'directory of offline configuration; means nothing without `OFFLINE` or `GENERATE_OFFLINE_CONFIG`' },
  generateOfflineConfig: { variable: 'GENERATE_OFFLINE_CONFIG', kind: boolean, default: 'false', meaning: 'fetch the configuration, write it under `CONFIG_DIR` for offline relays, and exit' },
  snapshotDir: { variable: 'SNAPSHOT_DIR', kind: path, meaning: 'keep the last known good configuration in this directory, and start from it while SaaS cannot be reached; without Redis only' },

  apiKeys: { variable: 'API_KEYS', kind: tokenList, secret: true, meaning: 'V1 upstream, instead of `PROXY_KEY`: server SDK keys, separated by commas, one per environment' },
  adminService: { variable: 'ADMIN_SERVICE', kind: httpUrl, default: 'https://app.harness.io/gateway/cf', meaning: 'V1 upstream: where hashed keys and targets come from' },
  adminServiceToken: { variable: 'ADMIN_SERVICE_TOKEN', kind: token, secret: true, meaning: 'V1 upstream: token for `ADMIN_SERVICE`; unset: no other SDK keys than `API_KEYS` are known' },
  accountIdentifier: { variable: 'ACCOUNT_IDENTIFIER', kind: text, meaning: 'V1 upstream: account; unset: as the upstream tells' },
  orgIdentifier: { variable: 'ORG_IDENTIFIER', kind: text, meaning: 'V1 upstream: organization; unset: as the upstream tells' },
  targetPollDuration: { variable: 'TARGET_POLL_DURATION', kind: wholeSeconds(0), default: '0', meaning: 'V1 upstream: seconds between fetches of targets from `ADMIN_SERVICE`; 0 = off' },
  flagStreamEnabled: { variable: 'FLAG_STREAM_ENABLED', kind: boolean, default: 'true', meaning: 'V1 upstream: follow changes by streams; false: poll for them' },
  flagPollInterval: { variable: 'FLAG_POLL_INTERVAL', kind: wholeSeconds(1), default: '60', meaning: 'V1 upstream: seconds between polls without a stream' },
  keyPollInterval: { variable: 'KEY_POLL_INTERVAL', kind: seconds(0.01), default: '120', meaning: 'V1 upstream: seconds between looks for SDK keys that were created or removed; fractions allowed' },
  sdkBaseUrl: { variable: 'SDK_BASE_URL', kind: httpUrl, meaning: 'V1 upstream: where flags and groups come from; unset: `CLIENT_SERVICE`' },
  sdkEventsUrl: { variable: 'SDK_EVENTS_URL', kind: httpUrl, default: 'https://events.ff.harness.io/api/1.0', meaning: 'V1 upstream: accepted for compatibility' },

  otelTracesExporter: { variable: 'OTEL_TRACES_EXPORTER', withoutFlag: true, kind: text, meaning: '`otlp` sends traces, `none` sends none; unset: traces are sent when an endpoint is set' },
  otelEndpoint: { variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', withoutFlag: true, kind: httpUrl, meaning: 'where traces go: the base URL of an OTLP receiver, to which `/v1/traces` is added' },
  otelTracesEndpoint: { variable: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', withoutFlag: true, kind: httpUrl, meaning: 'the same as a whole URL' },
  otelProtocol: { variable: 'OTEL_EXPORTER_OTLP_PROTOCOL', withoutFlag: true, kind: text, default: 'http/protobuf', meaning: '`http/protobuf` or `http/json`' },
  otelTracesProtocol: { variable: 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', withoutFlag: true, kind: text, meaning: 'the same for traces alone' },
  otelSdkDisabled: { variable: 'OTEL_SDK_DISABLED', withoutFlag: true, kind: boolean, default: 'false', meaning: 'no traces, whatever else is set' },
  otelServiceName: { variable: 'OTEL_SERVICE_NAME', withoutFlag: true, kind: text, default: 'ff-relay-proxy', meaning: 'the name under which traces appear; `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS` and the others work as OpenTelemetry says' },

  pprof: { variable: 'PPROF', kind: boolean, default: 'false', meaning: 'heap snapshots and CPU profiles over HTTP on 127.0.0.1:6060, see [Operations](#operations)' },
  pprofPort: { variable: 'PPROF_PORT', kind: wholeNumber(0, 65535), default: '6060', meaning: 'another port for them' },
  gcpProfilerEnabled: { variable: 'GCP_PROFILER_ENABLED', kind: boolean, default: 'false', meaning: "start Google's profiler agent, which has to be installed beside the relay: `npm install --no-save @google-cloud/profiler`" },
} satisfies Readonly<Record<string, Setting<unknown>>>;
