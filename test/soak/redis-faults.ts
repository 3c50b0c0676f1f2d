import { Redis } from 'ioredis';
import type { RedisServer } from '../support/redis-server.js';
import type { TcpRelay } from '../support/tcp-relay.js';
import { aFault, type Fault } from './fault.js';

/** What may befall Redis and the way of each node to it. */
export function redisFaults(redis: RedisServer, ways: Readonly<Record<string, TcpRelay>>): Fault[] {
  return [
    aFault('Redis', 'is paused', () => redis.pause(), () => redis.resume()),
    aFault('Redis', 'is killed and comes back empty', () => redis.kill(), () => redis.boot()),
    aFault('Redis', 'is emptied', () => ask(redis, (client) => client.flushall())),
    aFault('Redis', 'loses some keys', () => ask(redis, removeSome)),
    aFault('Redis', 'cuts all connections', () => Object.values(ways).forEach((way) => way.cut())),
    ...Object.entries(ways).flatMap(([node, way]) => [
      aFault(`the way of ${node} to Redis`, 'is cut', () => way.cut()),
      aFault(`the way of ${node} to Redis`, 'is slow', () => way.delay(() => 60), () => way.delay(() => 0)),
      aFault(`the way of ${node} to Redis`, 'is very slow', () => way.delay(() => 1_500), () => way.delay(() => 0)),
    ]),
  ];
}

async function removeSome(client: Redis): Promise<void> {
  const keys = (await client.keys('env-*')).toSorted();
  const some = keys.filter((_, index) => index % 3 === 0);
  if (some.length > 0) await client.del(...some);
}

async function ask(redis: RedisServer, what: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(redis.port, '127.0.0.1', { lazyConnect: true, maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  await client.connect();
  await what(client).finally(() => client.disconnect());
}
