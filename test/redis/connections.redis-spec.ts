import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { CacheUnavailable } from '../../src/ports/cache.port.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';
import { redisOf } from './redis-of.js';
import { password, worlds, type RedisWorld } from './world.js';

describe.each(Object.entries(worlds))('connections to %s', (_, begin) => {
  let world: RedisWorld;

  beforeAll(async () => {
    world = await begin();
  }, 60_000);

  afterAll(() => world.stop());

  it('carry commands from the first moment on, and tell no secret', async () => {
    const log = new RecordedLog();
    const connections = new RedisConnections(world.config, log);

    try {
      await connections.ask((client) => client.set('greeting', 'hello'));
      expect(await connections.ask((client) => client.get('greeting'))).toBe('hello');
      expect(log.lines.join('\n')).toContain('connected to Redis');
      expect(log.lines.join('\n')).not.toContain('hunter');
    } finally {
      connections.onApplicationShutdown();
    }
  });

  it('let a reader of its own block while others are answered', async () => {
    const connections = new RedisConnections(world.config, new RecordedLog());

    try {
      const reader = connections.reader('ff-relay-test');
      await until(() => reader.status === 'ready');
      const reading = reader.xread('BLOCK', 5000, 'STREAMS', 'news', '0-0');
      await connections.ask((client) => client.xadd('news', '*', 'event', 'one'));
      expect(await reading).toEqual([['news', [[expect.any(String), ['event', 'one']]]]]);
    } finally {
      connections.onApplicationShutdown();
    }
  });

  it('come back when their client has given up, and not once they are closed', async () => {
    const log = new RecordedLog();
    const connections = new RedisConnections(world.config, log);

    try {
      const client = await connections.ask(async (each) => each);
      await connections.ask(() => client.ping());
      client.disconnect();
      await until(() => connections.ask(() => client.ping()));

      const ended = once(client, 'end');
      connections.close(client);
      await ended;
      const lines = log.lines.length;
      // A client that came back would do so after 50 ms at most.
      await delay(200);
      expect(log.lines.slice(lines)).toEqual([]);
      expect(['end', 'close']).toContain(client.status);
    } finally {
      connections.onApplicationShutdown();
    }
  });
});

describe('connections to a server that goes away', () => {
  let server: RedisServer;
  let connections: RedisConnections;
  const log = new RecordedLog();

  beforeAll(async () => {
    server = await RedisServer.start();
    connections = new RedisConnections(redisOf({ REDIS_ADDRESS: server.address }), log, 300);
    await connections.ask((client) => client.ping());
  });

  afterAll(async () => {
    connections.onApplicationShutdown();
    server.resume();
    await server.stop();
  });

  it('reject what a paused one does not answer, and are back when it is', async () => {
    server.pause();

    await expect(connections.ask((client) => client.get('a'))).rejects.toThrow(new CacheUnavailable('Redis did not answer: time-out'));

    server.resume();
    await until(() => connections.ask((client) => client.ping()));
  });

  it('reject at once what a killed one cannot answer, and are back when it is', async () => {
    await server.kill();

    await until(() => connections.ask((client) => client.get('a')).then(() => false, (error: Error) => error.message.endsWith('not connected')));

    await server.boot();
    await until(() => connections.ask((client) => client.ping()));
    expect(log.lines.filter((line) => line.includes('a connection to Redis failed')).length).toBeLessThanOrEqual(1);
  });
});

describe('connections with the wrong password', () => {
  it('reject with a reason and without the password', async () => {
    const log = new RecordedLog();
    const server = await RedisServer.start({ options: ['--requirepass', 'another'] });
    const connections = new RedisConnections(redisOf({ REDIS_ADDRESS: `redis://:${password}@${server.address}` }), log, 1000);

    try {
      await expect(connections.ask((client) => client.get('a'))).rejects.toBeInstanceOf(CacheUnavailable);
      expect(log.lines.join('\n')).toContain('WRONGPASS');
      expect(log.lines.join('\n')).not.toContain('hunter');
    } finally {
      connections.onApplicationShutdown();
      await server.stop();
    }
  });
});

it('an authority that cannot be read stops the relay with a clear error', () => {
  const config = redisOf({ REDIS_ADDRESS: 'rediss://localhost:1', REDIS_CA: '/nowhere/ca.pem' });

  expect(() => new RedisConnections(config, new RecordedLog())).toThrow('REDIS_CA: /nowhere/ca.pem cannot be read: ENOENT');
});
