import { Cluster } from 'ioredis';
import type { RedisConnections } from '../../src/adapters/redis/redis-connections.js';

/** Takes everything out of Redis, as an operator's FLUSHALL on each master does. */
export async function emptied(connections: RedisConnections): Promise<void> {
  const masters = await connections.ask(async (client) => (client instanceof Cluster ? client.nodes('master') : [client]));
  for (const master of masters) await connections.ask(() => master.flushall());
}
