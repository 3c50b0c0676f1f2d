import type { StandInSaas } from '../../saas/stand-in-saas.mjs';

/** Settings of a relay that has these SDK keys of SaaS instead of a proxy key. */
export function sdkKeysSettings(saas: StandInSaas, ...keys: string[]): Record<string, string> {
  return {
    PROXY_KEY: '',
    API_KEYS: keys.join(','),
    CLIENT_SERVICE: saas.clientUrl,
    METRIC_SERVICE: saas.metricsUrl,
    ADMIN_SERVICE: saas.adminUrl,
    ADMIN_SERVICE_TOKEN: saas.adminToken,
    ORG_IDENTIFIER: 'stand-in-organization',
    KEY_POLL_INTERVAL: '0.1',
    SAAS_POLL_INTERVAL: '0.2',
  };
}
