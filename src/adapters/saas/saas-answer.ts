import { UpstreamRejected, UpstreamUnavailable } from '../../ports/saas-client.port.js';

/** What SaaS answered, whatever the status. `text` is empty unless the status is 200. */
export interface SaasAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs?: number;
}

export function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

export function isWorthRepeating(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Throws the port's error for every status but 200. */
export function expectAccepted(status: number, route: string): void {
  if (isRefusal(status)) throw new UpstreamRejected(`The upstream refused ${route} with status ${status}`);
  if (status !== 200) throw new UpstreamUnavailable(`The upstream answered ${route} with status ${status}`);
}
