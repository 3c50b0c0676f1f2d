import type { SdkKeysConfig } from '../../../config/sdk-keys-config.js';
import type { RelayConfig } from '../../../config/relay-config.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import type { Target } from '../../../kernel/target.js';
import { addressOf } from '../address-of.js';
import { RequestForms } from '../request-forms.js';
import type { SaasLimits } from '../saas-limits.js';
import type { SaasRequest } from '../saas-request.js';
import type { SdkKeySession } from './sdk-key-session.js';

/** The two lists of an environment, as paths. */
export type ItemList = 'feature-configs' | 'target-segments';

/** The requests by SDK key, as an SDK sends them. */
export class SdkKeyRoutes {
  readonly #saas: RelayConfig['saas'];
  readonly #sdkUrl: string;
  readonly #forms: RequestForms;

  constructor(saas: RelayConfig['saas'], { sdkUrl }: SdkKeysConfig, limits: SaasLimits, version: string) {
    this.#saas = saas;
    this.#sdkUrl = sdkUrl;
    this.#forms = new RequestForms(limits, version);
  }

  authentication(apiKey: string): SaasRequest {
    return this.#forms.post('/client/auth', addressOf(this.#saas.clientUrl, '/client/auth'), { apiKey }, {});
  }

  /** The list, or one item of it. */
  items(session: SdkKeySession, list: ItemList, identifier?: string): SaasRequest {
    const { environment, clusterIdentifier: cluster } = session;
    const one = identifier === undefined ? '' : `/${encodeURIComponent(identifier)}`;
    const url = addressOf(this.#sdkUrl, `/client/env/${encodeURIComponent(environment)}/${list}${one}`, list === 'feature-configs' ? { cluster } : { cluster, rules: 'v2' });
    const route = `/client/env/:env/${list}${identifier === undefined ? '' : '/:identifier'}`;
    return this.#forms.get(route, url, this.#forms.identified(session, environment), environment);
  }

  stream(session: SdkKeySession, apiKey: string): SaasRequest {
    const { environment, clusterIdentifier: cluster } = session;
    return { ...this.#forms.stream(addressOf(this.#sdkUrl, '/stream', { cluster }), apiKey, this.#forms.identified(session, environment)), environment };
  }

  metrics(session: SdkKeySession, report: MetricsReport): SaasRequest {
    const { environment, clusterIdentifier: cluster } = session;
    const url = addressOf(this.#saas.metricsUrl, `/metrics/${encodeURIComponent(environment)}`, { cluster });
    return this.#forms.post('/metrics/:env', url, report, this.#forms.identified(session, environment), environment);
  }

  target(sdkKey: string, target: Target): SaasRequest {
    return this.#forms.target(this.#saas.clientUrl, sdkKey, target);
  }
}
