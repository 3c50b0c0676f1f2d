import { Redis } from 'ioredis';
import type { RedisServer } from '../support/redis-server.js';

/** Every key of one database. */
export async function redisKeysOf({ port }: RedisServer, db = 0): Promise<string[]> {
  const client = new Redis(port, '127.0.0.1', { db, lazyConnect: true, maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.keys('*');
  } finally {
    client.disconnect();
  }
}
