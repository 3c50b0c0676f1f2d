import type { RelayConfig } from '../../config/relay-config.js';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { MetricsReport } from '../../kernel/metrics-report.js';
import type { Target } from '../../kernel/target.js';
import { addressOf } from './address-of.js';
import { RequestForms } from './request-forms.js';
import type { SaasLimits } from './saas-limits.js';
import type { SaasRequest } from './saas-request.js';
import type { SaasSession } from './saas-session.js';

export const pageSize = 10;

/** The requests by proxy key as SaaS wants them: paths, queries and headers. */
export class SaasRoutes {
  readonly #config: RelayConfig;
  readonly #forms: RequestForms;

  constructor(config: RelayConfig, limits: SaasLimits, version: string) {
    this.#config = config;
    this.#forms = new RequestForms(limits, version);
  }

  authentication(): SaasRequest {
    return this.#forms.post('/proxy/auth', this.#client('/proxy/auth'), { proxyKey: this.#config.proxyKey }, {});
  }

  configuration(session: SaasSession, page: number, environment?: EnvironmentId): SaasRequest {
    const query = {
      key: this.#config.proxyKey,
      cluster: session.clusterIdentifier,
      pageNumber: String(page),
      pageSize: String(pageSize),
      ...(environment !== undefined && { environment }),
    };
    return this.#forms.get('/proxy/config', this.#client('/proxy/config', query), this.#forms.authorization(session), environment);
  }

  featureConfigs(session: SaasSession, environment: EnvironmentId): SaasRequest {
    const url = this.#client(`/client/env/${encodeURIComponent(environment)}/feature-configs`, { cluster: session.clusterIdentifier });
    return this.#forms.get('/client/env/:env/feature-configs', url, this.#forms.identified(session, environment), environment);
  }

  segments(session: SaasSession, environment: EnvironmentId): SaasRequest {
    const query = { cluster: session.clusterIdentifier, rules: 'v2' };
    const url = this.#client(`/client/env/${encodeURIComponent(environment)}/target-segments`, query);
    return this.#forms.get('/client/env/:env/target-segments', url, this.#forms.identified(session, environment), environment);
  }

  stream(session: SaasSession): SaasRequest {
    return this.#forms.stream(this.#client('/stream', { cluster: session.clusterIdentifier }), this.#config.proxyKey, this.#forms.identified(session));
  }

  metrics(session: SaasSession, environment: EnvironmentId, report: MetricsReport): SaasRequest {
    const url = addressOf(this.#config.saas.metricsUrl, `/metrics/${encodeURIComponent(environment)}`, { cluster: session.clusterIdentifier });
    return this.#forms.post('/metrics/:env', url, report, this.#forms.identified(session, environment), environment);
  }

  target(sdkKey: string, target: Target): SaasRequest {
    return this.#forms.target(this.#config.saas.clientUrl, sdkKey, target);
  }

  #client(path: string, query: Readonly<Record<string, string>> = {}): URL {
    return addressOf(this.#config.saas.clientUrl, path, query);
  }
}
