import type { SdkKeysConfig } from './sdk-keys-config.js';
import { maskSecret } from './mask-secret.js';
import type { RedisConfig } from './redis-config.js';
import type { OutboundConfig, RelayConfig } from './relay-config.js';

/** The effective settings for the log line at start, secrets masked. */
export function describeConfig(config: RelayConfig): Record<string, unknown> {
  return {
    ...config,
    proxyKey: maskSecret(config.proxyKey),
    authSecret: maskSecret(config.authSecret),
    saas: { ...config.saas, outbound: describeOutbound(config.saas.outbound) },
    ...(config.sdkKeys !== undefined && { sdkKeys: describeSdkKeys(config.sdkKeys) }),
    ...(config.redis !== undefined && { redis: describeRedis(config.redis) }),
  };
}

function describeOutbound(outbound: OutboundConfig): OutboundConfig {
  const { httpProxy, httpsProxy } = outbound;
  return {
    ...outbound,
    ...(httpProxy !== undefined && { httpProxy: withoutCredentials(httpProxy) }),
    ...(httpsProxy !== undefined && { httpsProxy: withoutCredentials(httpsProxy) }),
  };
}

function describeSdkKeys(sdkKeys: SdkKeysConfig): SdkKeysConfig {
  const { apiKeys, adminToken } = sdkKeys;
  return { ...sdkKeys, apiKeys: apiKeys.map(maskSecret), ...(adminToken !== undefined && { adminToken: maskSecret(adminToken) }) };
}

function describeRedis(redis: RedisConfig): RedisConfig {
  const sentinels = redis.mode === 'sentinel' ? redis.sentinelPassword : undefined;
  return {
    ...redis,
    ...(redis.password !== undefined && { password: maskSecret(redis.password) }),
    ...(sentinels !== undefined && { sentinelPassword: maskSecret(sentinels) }),
  };
}

function withoutCredentials(proxy: string): string {
  const { protocol, username, password, host } = new URL(proxy);
  return `${protocol}//${username === '' && password === '' ? '' : '***@'}${host}`;
}
