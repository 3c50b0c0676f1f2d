import { CacheUnavailable } from '../../ports/cache.port.js';
import { inBatches } from './in-batches.js';
import type { RedisConnections } from './redis-connections.js';
import type { RedisWriter } from './redis-writer.js';

/** Writes whoever leads. */
export class PlainRedisWriter implements RedisWriter {
  constructor(private readonly connections: RedisConnections) {}

  async set(key: string, value: string): Promise<void> {
    await this.connections.ask((client) => client.set(key, value));
  }

  async setAll(values: ReadonlyMap<string, string>): Promise<void> {
    await inBatches(values, ([key, value]) => this.set(key, value));
  }

  async del(key: string): Promise<void> {
    await this.connections.ask((client) => client.del(key));
  }

  async hset(key: string, values: ReadonlyMap<string, string>): Promise<void> {
    await this.connections.ask((client) => client.hset(key, new Map(values)));
  }

  async hdel(key: string, field: string): Promise<void> {
    await this.connections.ask((client) => client.hdel(key, field));
  }

  async xadd(stream: string, event: string, maxLength: number): Promise<string> {
    const id = await this.connections.ask((client) => client.xadd(stream, 'MAXLEN', maxLength, '*', 'event', event));
    if (id === null) throw new CacheUnavailable('Redis did not take an entry');
    return id;
  }
}
