import { Counter, type Registry } from 'prom-client';
import type { RequestTallies } from './request-tallies.js';

/** Reads answered from memory: of the routes of an environment those that were not refused. Read off the tallies when it is scraped. */
export function memoryHits(tallies: RequestTallies, registry: Registry): Counter {
  return new Counter({
    name: 'ff_proxy_memoize_cache_hit',
    help: 'Reads of flags, groups and evaluations answered from memory',
    registers: [registry],
    collect() {
      let hits = 0;
      for (const { url, answers } of tallies) {
        if (!url.startsWith('/client/env/') || url.endsWith('/stream')) continue;
        for (const { method, status, count } of answers) if (method === 'GET' && (status === 200 || status === 304)) hits += count;
      }
      this.reset();
      this.inc(hits);
    },
  });
}
