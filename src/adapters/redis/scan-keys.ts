import { Cluster } from 'ioredis';
import type { RedisConnections } from './redis-connections.js';

const keysPerStep = '1000';

/** Every key that fits the pattern, on every master. A key may come more than once; one that comes or goes meanwhile may be missed. */
export function scanKeys(connections: RedisConnections, pattern: string): Promise<ReadonlySet<string>> {
  return connections.meter.scan(() => scanned(connections, pattern));
}

async function scanned(connections: RedisConnections, pattern: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const masters = await connections.ask(async (client) => (client instanceof Cluster ? client.nodes('master') : [client]));
  for (const master of masters) {
    let cursor = '0';
    do {
      const [next, keys] = await connections.ask(() => master.scan(cursor, 'MATCH', pattern, 'COUNT', keysPerStep));
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  return found;
}
