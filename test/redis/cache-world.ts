import { Redis } from 'ioredis';
import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { redisOf } from './redis-of.js';

export const proxyKey = 'hunter2-proxy-key';

/** One server, caches on it, and a plain client to look at what they do. */
export class CacheWorld {
  readonly log = new RecordedLog();
  readonly #connections: RedisConnections[] = [];

  private constructor(
    readonly server: RedisServer,
    readonly raw: Redis,
  ) {}

  static async start(): Promise<CacheWorld> {
    const server = await RedisServer.start();
    const raw = new Redis(server.port, '127.0.0.1', { protocol: 2 });
    raw.on('error', () => undefined);
    return new CacheWorld(server, raw);
  }

  connect(limitMs?: number): RedisConnections {
    const connections = new RedisConnections(redisOf({ REDIS_ADDRESS: this.server.address }), this.log, limitMs);
    this.#connections.push(connections);
    return connections;
  }

  /** As a process of its own would have it: nothing is known of what others wrote. */
  cache(key = proxyKey, limitMs?: number): RedisCache {
    const connections = this.connect(limitMs);
    return new RedisCache(connections, new PlainRedisWriter(connections), key);
  }

  async write(values: Readonly<Record<string, string>>): Promise<void> {
    await this.raw.mset(values);
  }

  async contents(): Promise<Record<string, string | null>> {
    const keys = (await this.raw.keys('*')).toSorted();
    const values = keys.length === 0 ? [] : await this.raw.mget(keys);
    return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null]));
  }

  /** Every write that Redis sees while `act` runs, as `command key`. */
  writesDuring(act: () => Promise<unknown>): Promise<string[]> {
    return this.commandsDuring(['set', 'del'], act);
  }

  async commandsDuring(commands: readonly string[], act: () => Promise<unknown>): Promise<string[]> {
    const monitor = await this.raw.monitor();
    const seen: string[] = [];
    const over = new Promise<void>((resolve) => {
      monitor.on('monitor', (_: string, [command = '', key = '']: readonly string[]) => {
        if (key === 'over') resolve();
        else if (commands.includes(command.toLowerCase())) seen.push(`${command.toLowerCase()} ${key}`);
      });
    });
    await act();
    await this.raw.exists('over');
    await over;
    monitor.disconnect();
    return seen;
  }

  async stop(): Promise<void> {
    for (const connections of this.#connections) connections.onApplicationShutdown();
    this.raw.disconnect();
    this.server.resume();
    await this.server.stop();
  }
}
