import type { RelayConfig } from './relay-config.js';
import type { SettingValues } from './setting-values.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

const all: readonly Setting<unknown>[] = Object.values(settings);
const secretSettings = all.filter(({ secret }) => secret);

/** Every secret that was given, wherever it was written: lists item by item, credentials of addresses too. */
export function secretsIn(values: SettingValues, { redis, saas }: RelayConfig): readonly string[] {
  const given = secretSettings.filter((setting) => values.differsFromDefault(setting)).flatMap((setting) => values.optional(setting) ?? []);
  const ofRedis = redis ? [redis.password, redis.mode === 'sentinel' ? redis.sentinelPassword : undefined] : [];
  const ofProxies = [saas.outbound.httpProxy, saas.outbound.httpsProxy].flatMap(passwordsIn);
  return [...new Set([...given, ...ofRedis, ...ofProxies].filter((secret) => typeof secret === 'string'))];
}

/** As it is written, and as it is meant. */
function passwordsIn(proxy: string | undefined): string[] {
  if (proxy === undefined) return [];
  const { password } = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  return [password, decodeURIComponent(password)];
}
