import { keyPages } from './key-pages.js';
import type { RedisConnections } from './redis-connections.js';

/** Every key that fits the pattern, on every master. A key may come more than once; one that comes or goes meanwhile may be missed. */
export function scanKeys(connections: RedisConnections, pattern: string): Promise<ReadonlySet<string>> {
  return connections.meter.scan(() => scanned(connections, pattern));
}

async function scanned(connections: RedisConnections, pattern: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const page of keyPages(connections, pattern)) for (const key of page) found.add(key);
  return found;
}
