import type { RelayConfig } from '../../config/relay-config.js';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { MetricsReport } from '../../kernel/metrics-report.js';
import type { Target } from '../../kernel/target.js';
import type { SaasLimits } from './saas-limits.js';
import type { SaasRequest } from './saas-request.js';
import type { SaasSession } from './saas-session.js';

export const pageSize = 10;

/** The requests as SaaS wants them: paths, queries and headers. */
export class SaasRoutes {
  readonly #config: RelayConfig;
  readonly #limits: SaasLimits;
  readonly #sdkInfo: string;

  constructor(config: RelayConfig, limits: SaasLimits, version: string) {
    this.#config = config;
    this.#limits = limits;
    this.#sdkInfo = `Proxy ${version}`;
  }

  authentication(): SaasRequest {
    return this.#post('/proxy/auth', this.#client('/proxy/auth'), { proxyKey: this.#config.proxyKey }, {});
  }

  configuration(session: SaasSession, page: number, environment?: EnvironmentId): SaasRequest {
    const query = {
      key: this.#config.proxyKey,
      cluster: session.clusterIdentifier,
      pageNumber: String(page),
      pageSize: String(pageSize),
      ...(environment !== undefined && { environment }),
    };
    return this.#get('/proxy/config', this.#client('/proxy/config', query), authorization(session), environment);
  }

  featureConfigs(session: SaasSession, environment: EnvironmentId): SaasRequest {
    const url = this.#client(`/client/env/${encodeURIComponent(environment)}/feature-configs`, { cluster: session.clusterIdentifier });
    return this.#get('/client/env/:env/feature-configs', url, this.#identified(session, environment), environment);
  }

  segments(session: SaasSession, environment: EnvironmentId): SaasRequest {
    const query = { cluster: session.clusterIdentifier, rules: 'v2' };
    const url = this.#client(`/client/env/${encodeURIComponent(environment)}/target-segments`, query);
    return this.#get('/client/env/:env/target-segments', url, this.#identified(session, environment), environment);
  }

  stream(session: SaasSession): SaasRequest {
    const headers = { ...this.#identified(session), 'API-Key': this.#config.proxyKey, Accept: 'text/event-stream', 'Cache-Control': 'no-cache' };
    return this.#get('/stream', this.#client('/stream', { cluster: session.clusterIdentifier }), headers);
  }

  metrics(session: SaasSession, environment: EnvironmentId, report: MetricsReport): SaasRequest {
    const url = addressOf(this.#config.saas.metricsUrl, `/metrics/${encodeURIComponent(environment)}`, { cluster: session.clusterIdentifier });
    return this.#post('/metrics/:env', url, report, this.#identified(session, environment), environment);
  }

  target(sdkKey: string, target: Target): SaasRequest {
    const request = this.#post('/client/auth', this.#client('/client/auth'), { apiKey: sdkKey, target }, {});
    return { ...request, timeoutMs: this.#limits.targetTimeoutMs };
  }

  #client(path: string, query: Readonly<Record<string, string>> = {}): URL {
    return addressOf(this.#config.saas.clientUrl, path, query);
  }

  #identified(session: SaasSession, environment?: EnvironmentId): Record<string, string> {
    return {
      ...authorization(session),
      ...(session.accountId !== undefined && { 'Harness-Accountid': headerText(session.accountId) }),
      ...(environment !== undefined && { 'Harness-Environmentid': headerText(environment) }),
      'Harness-Sdk-Info': this.#sdkInfo,
    };
  }

  #get(route: string, url: URL, headers: Readonly<Record<string, string>>, environment?: EnvironmentId): SaasRequest {
    return { method: 'GET', route, url, headers, timeoutMs: this.#limits.requestTimeoutMs, ...(environment !== undefined && { environment }) };
  }

  #post(route: string, url: URL, body: object, headers: Readonly<Record<string, string>>, environment?: EnvironmentId): SaasRequest {
    const request = this.#get(route, url, { ...headers, 'Content-Type': 'application/json' }, environment);
    return { ...request, method: 'POST', body: JSON.stringify(body) };
  }
}

function addressOf(base: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${base}${path}`);
  url.search = new URLSearchParams(query).toString();
  return url;
}

function authorization(session: SaasSession): Record<string, string> {
  return { Authorization: `Bearer ${session.token}` };
}

/** Environments may have any name, headers may not: what a header cannot carry is percent-encoded. */
function headerText(value: string): string {
  return /^[\x21-\x7e]+$/.test(value) ? value : encodeURIComponent(value);
}
