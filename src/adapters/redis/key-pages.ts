import { Cluster } from 'ioredis';
import type { RedisConnections } from './redis-connections.js';

const keysPerStep = '1000';

/** The keys that fit the pattern, on every master, some at a time. */
export async function* keyPages(connections: RedisConnections, pattern: string): AsyncIterable<readonly string[]> {
  const masters = await connections.ask(async (client) => (client instanceof Cluster ? client.nodes('master') : [client]));
  for (const master of masters) {
    let cursor = '0';
    do {
      const [next, keys] = await connections.ask(() => master.scan(cursor, 'MATCH', pattern, 'COUNT', keysPerStep));
      yield keys;
      cursor = next;
    } while (cursor !== '0');
  }
}
