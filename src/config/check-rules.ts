import { fileSettingOf } from './file-setting-of.js';
import { notYet } from './not-yet.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

interface Findings {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

const shortestSafeSecret = 16;

/** The rules that no single setting can break alone. */
export function checkRules(values: SettingValues, isProduction: boolean): Findings {
  const secret = secretWeakness(values);
  const refusesSecret = isProduction && !values.value(settings.bypassAuth);
  return {
    faults: [
      ...unavailableFeatures(values),
      ...missingProxyKey(values),
      ...(refusesSecret ? secret.map((weakness) => `${weakness}, which is refused when NODE_ENV is production`) : []),
      ...missingTlsFiles(values),
    ],
    warnings: [
      ...(refusesSecret ? [] : secret.map((weakness) => `${weakness}: anybody can guess it and forge tokens`)),
      ...(values.value(settings.bypassAuth) ? ['BYPASS_AUTH: tokens are not checked, anybody can read every environment'] : []),
      ...unusedTlsFiles(values),
      ...raisedPostDuration(values),
    ],
  };
}

function unavailableFeatures(values: SettingValues): readonly string[] {
  return notYet
    .filter(({ setting }) => values.differsFromDefault(setting))
    .map(({ setting, feature }) => `${setting.variable}: ${feature} is not part of this version`);
}

/** A replica, an offline relay and the V1 upstream have other sources. */
function missingProxyKey(values: SettingValues): readonly string[] {
  const needsNone = values.value(settings.readReplica) || values.value(settings.offline) || values.isGiven(settings.apiKeys);
  const isGiven = values.isGiven(settings.proxyKey) || values.isGiven(fileSettingOf(settings.proxyKey));
  return needsNone || isGiven ? [] : ['PROXY_KEY: required'];
}

function secretWeakness(values: SettingValues): readonly string[] {
  if (!values.differsFromDefault(settings.authSecret)) {
    // A file that could not be read has its own fault; the default is then nobody's choice.
    return values.isGiven(fileSettingOf(settings.authSecret)) && !values.isGiven(settings.authSecret) ? [] : ['AUTH_SECRET: is the public default'];
  }
  const isShort = values.value(settings.authSecret).length < shortestSafeSecret;
  return isShort ? [`AUTH_SECRET: is shorter than ${shortestSafeSecret} characters`] : [];
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
