import { assembleRedis } from './assemble-redis.js';
import { assembleSdkKeys } from './assemble-sdk-keys.js';
import { assembleTracing } from './assemble-tracing.js';
import type { OutboundConfig, RelayConfig, Role } from './relay-config.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

/** Puts checked settings into the shape that the rest of the relay reads. */
export function assembleConfig(values: SettingValues): RelayConfig {
  const port = values.value(settings.port);
  const redis = assembleRedis(values);
  const sdkKeys = assembleSdkKeys(values);
  const snapshotDir = values.optional(settings.snapshotDir);
  const { config: tracing } = assembleTracing(values);
  return {
    role: roleOf(values),
    upstream: values.value(settings.offline) ? 'files' : sdkKeys === undefined ? 'saas' : 'sdk keys',
    offline: { configDir: values.value(settings.configDir), generates: values.value(settings.generateOfflineConfig) },
    proxyKey: values.optional(settings.proxyKey) ?? '',
    authSecret: values.value(settings.authSecret),
    bypassAuth: values.value(settings.bypassAuth),
    andRules: values.value(settings.andRules),
    http: { port, prometheusPort: values.optional(settings.prometheusPort) ?? port, shutdownDelayMs: values.value(settings.shutdownDelay), ...tls(values) },
    log: {
      level: values.value(settings.logLevel),
      requests: values.value(settings.logRequests) ? values.value(settings.logRequestsShare) : 0,
      heartbeatMs: values.value(settings.heartbeatInterval),
    },
    saas: {
      clientUrl: values.value(settings.clientService),
      metricsUrl: values.value(settings.metricService),
      pollIntervalMs: values.value(settings.saasPollInterval),
      requestTimeoutMs: values.value(settings.saasRequestTimeout),
      streamIdleTimeoutMs: values.value(settings.saasStreamIdleTimeout),
      forwardTargets: values.isGiven(settings.forwardTargets) ? values.value(settings.forwardTargets) : sdkKeys !== undefined && !values.value(settings.offline),
      targetPollIntervalMs: values.value(settings.targetPollDuration),
      outbound: outbound(values),
    },
    metrics: { postIntervalMs: postIntervalMs(values), flushBytes: values.value(settings.metricFlushBytes) },
    metricsStreamMaxLength: values.value(settings.metricsStreamMaxLen),
    streams: {
      maxConnections: values.value(settings.maxStreamConnections),
      maxAgeMs: values.value(settings.streamMaxAge),
      replayMs: values.value(settings.streamReplaySeconds),
    },
    leaseMs: values.value(settings.leaseDuration),
    profiling: {
      ...(values.value(settings.pprof) && { port: values.value(settings.pprofPort) }),
      gcp: values.value(settings.gcpProfilerEnabled),
    },
    ...(sdkKeys !== undefined && { sdkKeys }),
    ...(tracing !== undefined && { tracing }),
    ...(snapshotDir !== undefined && { snapshotDir }),
    ...(redis !== undefined && { redis }),
  };
}

function roleOf(values: SettingValues): Role {
  if (values.value(settings.readReplica)) return 'replica';
  return values.isGiven(settings.redisAddress) ? 'primary' : 'single';
}

function tls(values: SettingValues): Pick<RelayConfig['http'], 'tls'> {
  const certFile = values.optional(settings.tlsCert);
  const keyFile = values.optional(settings.tlsKey);
  if (!values.value(settings.tlsEnabled) || certFile === undefined || keyFile === undefined) return {};
  return { tls: { certFile, keyFile } };
}

function outbound(values: SettingValues): OutboundConfig {
  const httpProxy = values.optional(settings.httpProxy);
  const httpsProxy = values.optional(settings.httpsProxy);
  const noProxy = values.optional(settings.noProxy);
  const caFiles = [values.optional(settings.sslCertFile), values.optional(settings.nodeExtraCaCerts)];
  return {
    ...(httpProxy !== undefined && { httpProxy }),
    ...(httpsProxy !== undefined && { httpsProxy }),
    ...(noProxy !== undefined && { noProxy }),
    caFiles: [...new Set(caFiles.filter((file) => file !== undefined))],
  };
}

/** SaaS asks for at most one post a minute. */
function postIntervalMs(values: SettingValues): number {
  const durationMs = values.value(settings.metricPostDuration);
  return durationMs === 0 ? 0 : Math.max(durationMs, 60_000);
}
