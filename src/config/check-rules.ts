import { assembleTracing } from './assemble-tracing.js';
import { checkOffline } from './check-offline.js';
import { checkRedis } from './check-redis.js';
import { checkSdkKeys } from './check-sdk-keys.js';
import { fileSettingOf } from './file-setting-of.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

interface Findings {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

const shortestSafeSecret = 16;

/** The rules that no single setting can break alone. */
export function checkRules(values: SettingValues, isProduction: boolean): Findings {
  const weakness = weaknessOfSecret(values);
  const refusesWeakness = isProduction && !values.value(settings.bypassAuth);
  const redis = checkRedis(values);
  const offline = checkOffline(values);
  const sdkKeys = checkSdkKeys(values);
  return {
    faults: [
      ...redis.faults,
      ...offline.faults,
      ...sdkKeys.faults,
      ...missingProxyKey(values),
      ...(weakness !== undefined && refusesWeakness
        ? [`AUTH_SECRET: expected at least ${shortestSafeSecret} characters when NODE_ENV is production; it ${weakness}`]
        : []),
      ...missingTlsFiles(values),
    ],
    warnings: [
      ...(weakness !== undefined ? [`AUTH_SECRET: it ${weakness}, so tokens can be forged`] : []),
      ...(values.value(settings.bypassAuth) ? ['BYPASS_AUTH: tokens are not checked, anybody can read every environment'] : []),
      ...unusedTlsFiles(values),
      ...raisedPostDuration(values),
      ...unusedLogShare(values),
      ...redis.warnings,
      ...sdkKeys.warnings,
      ...assembleTracing(values).warnings,
      ...offline.warnings,
    ],
  };
}

/** A replica, an offline relay and the V1 upstream have other sources. */
function missingProxyKey(values: SettingValues): readonly string[] {
  const needsNone = values.value(settings.readReplica) || values.value(settings.offline) || values.isGiven(settings.apiKeys);
  const isGiven = values.isGiven(settings.proxyKey) || values.isGiven(fileSettingOf(settings.proxyKey));
  return needsNone || isGiven ? [] : ['PROXY_KEY: required, also as PROXY_KEY_FILE or --proxy-key'];
}

function weaknessOfSecret(values: SettingValues): string | undefined {
  const isUnread = values.isGiven(fileSettingOf(settings.authSecret)) && !values.isGiven(settings.authSecret);
  // The file has its own fault then, and the default is nobody's choice.
  if (isUnread) return undefined;
  if (!values.differsFromDefault(settings.authSecret)) return 'is the public default';
  const { length } = values.value(settings.authSecret);
  return length < shortestSafeSecret ? `is shorter than ${shortestSafeSecret} characters` : undefined;
}

function missingTlsFiles(values: SettingValues): readonly string[] {
  if (!values.value(settings.tlsEnabled)) return [];
  return [settings.tlsCert, settings.tlsKey]
    .filter((file) => !values.isGiven(file))
    .map(({ variable }) => `${variable}: required when TLS_ENABLED is true`);
}

function unusedTlsFiles(values: SettingValues): readonly string[] {
  if (values.value(settings.tlsEnabled)) return [];
  return [settings.tlsCert, settings.tlsKey]
    .filter((file) => values.isGiven(file))
    .map(({ variable }) => `${variable}: has no effect without TLS_ENABLED`);
}

function raisedPostDuration(values: SettingValues): readonly string[] {
  const durationMs = values.value(settings.metricPostDuration);
  return durationMs > 0 && durationMs < 60_000 ? ['METRIC_POST_DURATION: below the least of 60 seconds, 60 is used'] : [];
}

function unusedLogShare(values: SettingValues): readonly string[] {
  const isUnused = values.differsFromDefault(settings.logRequestsShare) && !values.value(settings.logRequests);
  return isUnused ? ['LOG_REQUESTS_SHARE: has no effect without LOG_REQUESTS'] : [];
}
