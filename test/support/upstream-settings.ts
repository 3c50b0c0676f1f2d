import type { StandInSaas } from '../saas/stand-in-saas.mjs';

/** How a relay is told its upstream. `url` is the way to `saas`. */
export type UpstreamSettings = (saas: StandInSaas, url: string) => Record<string, string>;

export const byProxyKey: UpstreamSettings = (saas, url) => ({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: url, METRIC_SERVICE: url });

/** A V1 deployment, as it is documented, with addresses of ours. */
export const bySdkKeys =
  (...keys: string[]): UpstreamSettings =>
  (saas, url) => ({
    PROXY_KEY: '',
    API_KEYS: keys.join(','),
    ACCOUNT_IDENTIFIER: 'stand-in-account',
    ORG_IDENTIFIER: 'stand-in-organization',
    ADMIN_SERVICE_TOKEN: saas.adminToken,
    ADMIN_SERVICE: saas.adminUrl,
    CLIENT_SERVICE: url,
    METRIC_SERVICE: url,
    SDK_BASE_URL: url,
    SDK_EVENTS_URL: url,
  });
