import { Counter, type Registry } from 'prom-client';
import type { RequestTallies } from './request-tallies.js';

/** Requests by status, read off the tallies when it is scraped. */
export function requestCounter(tallies: RequestTallies, registry: Registry): Counter<'code' | 'envID' | 'method' | 'url'> {
  return new Counter({
    name: 'ff_proxy_http_requests_total',
    help: 'Requests answered, by route',
    labelNames: ['code', 'envID', 'method', 'url'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { envID, url, answers } of tallies) {
        for (const { status, method, count } of answers) this.inc({ code: String(status), envID, method, url }, count);
      }
    },
  });
}
