import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Target } from '../../kernel/target.js';
import { addressOf } from './address-of.js';
import type { SaasLimits } from './saas-limits.js';
import type { SaasRequest } from './saas-request.js';

interface Bearer {
  readonly token: string;
  readonly accountId?: string;
}

type Headers = Readonly<Record<string, string>>;

/** The form of requests that is the same for all credentials: headers, bodies, time limits. */
export class RequestForms {
  readonly #limits: SaasLimits;
  readonly #sdkInfo: string;

  constructor(limits: SaasLimits, version: string) {
    this.#limits = limits;
    this.#sdkInfo = `Proxy ${version}`;
  }

  get(route: string, url: URL, headers: Headers, environment?: EnvironmentId): SaasRequest {
    return { method: 'GET', route, url, headers, timeoutMs: this.#limits.requestTimeoutMs, ...(environment !== undefined && { environment }) };
  }

  post(route: string, url: URL, body: object, headers: Headers, environment?: EnvironmentId): SaasRequest {
    const request = this.get(route, url, { ...headers, 'Content-Type': 'application/json' }, environment);
    return { ...request, method: 'POST', body: JSON.stringify(body) };
  }

  stream(url: URL, key: string, headers: Headers): SaasRequest {
    return this.get('/stream', url, { ...headers, 'API-Key': key, Accept: 'text/event-stream', 'Cache-Control': 'no-cache' });
  }

  target(clientUrl: string, sdkKey: string, target: Target): SaasRequest {
    const request = this.post('/client/auth', addressOf(clientUrl, '/client/auth'), { apiKey: sdkKey, target }, {});
    return { ...request, timeoutMs: this.#limits.targetTimeoutMs };
  }

  authorization({ token }: Bearer): Record<string, string> {
    return { Authorization: `Bearer ${token}` };
  }

  identified(bearer: Bearer, environment?: EnvironmentId): Record<string, string> {
    return {
      ...this.authorization(bearer),
      ...(bearer.accountId !== undefined && { 'Harness-Accountid': headerText(bearer.accountId) }),
      ...(environment !== undefined && { 'Harness-Environmentid': headerText(environment) }),
      'Harness-Sdk-Info': this.#sdkInfo,
    };
  }
}

/** Environments may have any name, headers may not: what a header cannot carry is percent-encoded. */
function headerText(value: string): string {
  return /^[\x21-\x7e]+$/.test(value) ? value : encodeURIComponent(value);
}
