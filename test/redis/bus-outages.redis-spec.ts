import { Redis } from 'ioredis';
import { everythingStored } from '../../src/adapters/redis/bus/stored.js';
import type { ConfigurationChange } from '../../src/kernel/changes.js';
import { CacheUnavailable } from '../../src/ports/cache.port.js';
import { RedisServer } from '../support/redis-server.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';
import { busNode, type BusNode } from './bus-node.js';
import { patch } from './patch.js';
import { redisOf } from './redis-of.js';

const changes = 'proxy:sse_events';
const control = 'proxy:primary_to_replica_control_events';

let server: RedisServer;
let relay: TcpRelay;
let raw: Redis;
const nodes: BusNode[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
  relay = await TcpRelay.start(server.port);
  raw = new Redis(server.port, '127.0.0.1', { protocol: 2 });
  raw.on('error', () => undefined);
});

beforeEach(() => raw.flushall());

afterEach(async () => {
  relay.delay(() => 0);
  server.resume();
  for (const node of nodes.splice(0)) await node.stop();
});

afterAll(async () => {
  raw.disconnect();
  await relay.stop();
  await server.stop();
});

const started = async (address = server.address, options: Parameters<typeof busNode>[1] = {}): Promise<BusNode> => {
  const node = busNode(redisOf({ REDIS_ADDRESS: address }), options);
  nodes.push(node);
  await until(() => node.resumes === 1);
  return node;
};

describe('a node that may have missed something', () => {
  it('resumes when its connection was cut, and hears what was published meanwhile', async () => {
    const one = await started();
    const far = await started(relay.address);
    await one.bus.publish(patch(1));
    await until(() => far.changes.length === 1);

    relay.cut();
    await one.bus.publish(patch(2));

    await until(() => far.resumes === 2 && far.changes.length === 2);
    expect(far.changes).toEqual([patch(1), patch(2)]);
    expect(one.resumes).toBe(1);
    const lost = (await far.metrics.busReceived.get()).values.filter(({ labels }) => labels.error === 'stream_disconnect');
    expect(lost.map(({ labels }) => labels.topic)).toEqual(expect.arrayContaining([changes, control]));
  });

  it('resumes when the stream was trimmed beyond what it has read', async () => {
    const one = await started();
    const far = await started(relay.address);
    await one.bus.publish(patch(1));
    await until(() => far.changes.length === 1);

    // Its read is answered with one entry, and looks again when far more than the stream holds have come.
    relay.delay((direction, { opening }) => (direction === 'to client' && opening.includes('ff-relay-events') ? 500 : 0));
    const pipeline = raw.pipeline();
    for (let version = 2; version < 2_500; version++) pipeline.xadd(changes, 'MAXLEN', 1_000, '*', 'event', textOf(version));
    await pipeline.exec();

    await until(() => far.resumes >= 2 && far.changes.at(-1)?.version === 2_499);
    expect(far.changes.length).toBeLessThan(2_499);
  });

  it('resumes when Redis comes back empty, and hears what is published then', async () => {
    const one = await started();
    const other = await started();
    await one.bus.publish(patch(1));
    await until(() => other.changes.length === 1);

    await raw.flushall();
    await one.bus.publish(patch(2));

    await until(() => other.resumes >= 2 && other.changes.length === 2);
    expect(other.changes).toEqual([patch(1), patch(2)]);
  });

  it('resumes when the stream is a new one whose clock is behind', async () => {
    const one = await started();
    await one.bus.publish(patch(1));

    await raw.del(changes);
    await raw.xadd(changes, '1-1', 'event', textOf(2));

    await until(() => one.resumes >= 2);
    await raw.xadd(changes, '2-1', 'event', textOf(3));
    await until(() => one.changes.some(({ version }) => version === 3));
    expect(one.changes.at(-1)).toEqual(patch(3));
  });

  it('resumes when the server was restarted', async () => {
    const one = await started();
    const other = await started();
    await one.bus.publish(patch(1));
    await until(() => other.changes.length === 1);

    await server.kill();
    await server.boot();
    await until(() => other.resumes >= 2);
    await until(async () => {
      await one.bus.publish(patch(2));
      return other.changes.some(({ version }) => version === 2);
    });

    expect(other.changes.at(-1)).toEqual(patch(2));
  });
});

describe('a node that cannot hear others', () => {
  it('knows so after some seconds of silence, once, and resumes when Redis answers again', async () => {
    const far = await started(relay.address);

    server.pause();
    await until(() => far.aways === 1);
    expect(far.resumes).toBe(1);
    server.resume();

    await until(() => far.resumes === 2);
    expect(far.aways).toBe(1);
  });

  it('takes no blip for it', async () => {
    const far = await started(relay.address);

    relay.cut();
    await until(() => far.resumes === 2);

    expect(far.aways).toBe(0);
  });

  it('knows so when Redis is gone', async () => {
    const one = await started();

    await server.kill();
    await until(() => one.aways === 1);
    await server.boot();

    await until(() => one.resumes === 2);
  });
});

describe('a node that publishes while Redis is away', () => {
  it('tells its own followers at once, waits for Redis once, and tells other nodes the last of each item afterwards', async () => {
    const one = await started(server.address, { limitMs: 300 });
    const other = await started();
    server.pause();

    for (let version = 1; version <= 50; version++) await one.bus.publish(patch(version));
    await one.bus.publish(patch(7, 'b'));
    expect(one.changes).toHaveLength(51);
    server.resume();

    await until(() => other.changes.some(({ version }) => version === 50) && other.changes.some(({ identifier }) => identifier === 'b'));
    expect(other.changes.length).toBeLessThan(10);
    // What was heard while Redis was away is told once more, since other nodes were behind.
    await until(() => one.again.some(({ version }) => version === 50));
  });

  it('tells other nodes of the end of an item before it tells of what it is since it began anew', async () => {
    const one = await started(server.address, { limitMs: 300 });
    const other = await started();
    server.pause();

    await one.bus.publish({ ...patch(8), event: 'delete' });
    await one.bus.publish({ ...patch(1), event: 'create' });
    await one.bus.publish(patch(2));
    await one.bus.publish(patch(7, 'b'));
    server.resume();

    await until(() => other.changes.some(({ identifier }) => identifier === 'b') && one.again.some(({ identifier }) => identifier === 'b'));
    const told = other.changes.filter(({ identifier }) => identifier === 'a');
    expect(told.slice(-2)).toEqual([{ ...patch(8), event: 'delete' }, patch(2)]);
    // Its own followers have heard of the end in time.
    expect(one.again).toEqual([patch(2), patch(7, 'b')]);
  });

  it('forgets the oldest of more than 10,000 items, and counts them', async () => {
    const one = await started(server.address, { limitMs: 300 });
    const count = async (metric: 'busGivenUp' | 'busPublished') => (await one.metrics[metric].get()).values.map(({ labels, value }) => ({ ...labels, value }));
    server.pause();

    await Promise.all(Array.from({ length: 10_005 }, (_, n) => one.bus.publish(patch(1, `item-${n}`))));

    expect(await count('busGivenUp')).toEqual([{ reason: 'bound', value: 5 }, { reason: 'superseded', value: 0 }]);
    expect(await count('busPublished')).toEqual([{ topic: changes, error: 'err_publishing', value: expect.any(Number) }]);
    expect(one.log.lines.join()).toContain('changes for other nodes were given up');
  });

  it('starts without Redis, and follows once it is there', async () => {
    await server.kill();
    const one = busNode(redisOf({ REDIS_ADDRESS: server.address }), { limitMs: 300 });
    nodes.push(one);
    await one.bus.publish(patch(1));
    await until(() => one.changes.length === 1);

    await server.boot();
    const other = await started();
    await until(() => other.changes.length + other.past.length > 0);
    await other.bus.publish(patch(2, 'b'));

    // It may have been published just before the first look at the stream.
    const told = () => [...one.past.map(({ change }) => change), ...one.changes].filter(({ identifier }) => identifier === 'b');
    await until(() => told().length > 0);
    expect(told()).toEqual([patch(2, 'b')]);
  });
});

describe('a node whose data is not in Redis yet', () => {
  it('tells other nodes of a change only once it is, and its own followers at once and again then', async () => {
    const steps: string[] = [];
    let isBehind = true;
    let mayWrite = false;
    const catchUp = async (): Promise<void> => {
      if (!mayWrite) throw new CacheUnavailable('not now');
      steps.push(`written, ${await raw.xlen(changes)} told`);
      isBehind = false;
    };
    const one = await started(server.address, { stored: { ...everythingStored, isBehind: () => isBehind, catchUp } });
    const other = await started();

    await one.bus.publish(patch(1));
    await one.bus.publish(patch(2));
    expect(one.changes).toEqual([patch(1), patch(2)]);
    mayWrite = true;

    await until(() => other.changes.length > 0);
    expect(steps).toEqual(['written, 0 told']);
    expect(other.changes).toEqual([patch(2)]);
    await until(() => one.again.length === 1);
    await one.bus.publish(patch(3));
    await until(() => other.changes.length === 2);
  });

  it('crosses out deletions once the bus holds them, but none that is only told again', async () => {
    const crossedOut: string[] = [];
    let isBehind = true;
    let mayWrite = false;
    const catchUp = async (): Promise<void> => {
      if (!mayWrite) throw new CacheUnavailable('not now');
      isBehind = false;
    };
    const told = async ({ identifier }: ConfigurationChange): Promise<void> => void crossedOut.push(`${identifier}, ${await raw.xlen(changes)} on the bus`);
    const one = await started(server.address, { stored: { ...everythingStored, isBehind: () => isBehind, catchUp, told } });

    await one.bus.publish({ ...patch(1, 'late'), event: 'delete' });
    expect(crossedOut).toEqual([]);
    mayWrite = true;
    await until(() => crossedOut.length === 1);
    await one.bus.publish({ ...patch(2, 'again'), event: 'delete', isRetold: true });
    await one.bus.publish(patch(3, 'changed'));
    await one.bus.publish({ ...patch(4, 'live'), event: 'delete' });

    await until(() => crossedOut.length === 2);
    expect(crossedOut).toEqual(['late, 1 on the bus', 'live, 4 on the bus']);
  });

  it('sends what waits before it ends', async () => {
    let isBehind = true;
    const catchUp = async (): Promise<void> => {
      isBehind = false;
    };
    const one = await started(server.address, { stored: { ...everythingStored, isBehind: () => isBehind, catchUp } });
    await one.bus.publish(patch(1));

    await one.bus.onModuleDestroy();

    expect(await raw.xlen(changes)).toBe(1);
  });
});

describe('entries as primaries of other makes write them', () => {
  it('are heard as far as they say something, and none of them stops the stream', async () => {
    const node = await started();
    const texts = [
      '{"event":"patch","domain":"flag","identifier":"a","version":0,"environment":"e"}',
      '{"event":"","domain":"","identifier":"","version":0,"environment":""}',
      '{"event":"environmentsRemoved","domain":"proxy","identifier":"","version":0}',
      '{"event":"apiKeyRemoved","domain":"proxy","identifier":"","version":0,"environments":null,"apiKey":"k"}',
      '{"event":"environmentsRemoved","domain":"proxy","environments":["gone",7]}',
      'null',
      '[]',
      '{',
      '',
      '{"event":"patch","domain":"flag","identifier":"b","version":"3","environment":"e"}',
      '{"event":"sneeze","domain":"flag","identifier":"b","version":3,"environment":"e"}',
    ];
    for (const text of texts) await raw.xadd(changes, '*', 'event', text);
    await raw.xadd(changes, '*', 'other', 'field');
    await raw.xadd(changes, '*', 'event', textOf(9));

    await until(() => node.changes.length === 3);
    expect(node.changes).toEqual([patch(0), patch(0, 'b'), patch(9)]);
    expect(node.inventory).toEqual([{ domain: 'proxy', event: 'environmentsRemoved', environments: ['gone'] }]);
    const { values } = await node.metrics.busReceived.get();
    expect(values.map(({ labels, value }) => [labels.topic, labels.error, value])).toEqual(
      expect.arrayContaining([
        [changes, 'false', 4],
        [changes, 'err_parsing_message', 9],
      ]),
    );
    expect(node.resumes).toBe(1);
  });

  it('tell the state of the stream', async () => {
    const node = await started();
    await until(() => raw.client('LIST').then((list) => String(list).includes('name=ff-relay-control')));
    await until(async () => {
      await raw.xadd(control, '*', 'event', '{"event":"stream_action","domain":"DISCONNECTED","identifier":"","version":0,"environment":"","environments":null}');
      return node.states.length > 0;
    });
    await raw.xadd(control, '*', 'event', '{"event":"stream_action","domain":"ASLEEP"}');
    await raw.xadd(control, '*', 'event', '{"event":"stream_action","domain":"CONNECTED"}');

    await until(() => node.states.includes('CONNECTED'));
    expect(new Set(node.states)).toEqual(new Set(['DISCONNECTED', 'CONNECTED']));
  });

  it('can be read by them: every field is there, the version is an integer, and at most 1000 are kept', async () => {
    const node = await started();
    await raw.del(changes);
    for (let version = 1; version <= 1_005; version++) await node.bus.publish(patch(version));
    await node.bus.publish({ domain: 'proxy', event: 'apiKeyAdded', environment: 'e', authKey: 'k' });
    await node.bus.publishStreamState({ state: 'CONNECTED', since: 5 });

    expect(await raw.xlen(changes)).toBe(1_000);
    const [[, added] = [], [, last] = []] = await raw.xrevrange(changes, '+', '-', 'COUNT', 2);
    expect(added).toEqual(['event', '{"event":"apiKeyAdded","domain":"proxy","identifier":"","version":0,"environment":"e","apiKey":"k","environments":["e"]}']);
    expect(last).toEqual(['event', '{"event":"patch","domain":"flag","identifier":"a","version":1005,"environment":"e","apiKey":""}']);
    const [[, state] = []] = await raw.xrevrange(control, '+', '-', 'COUNT', 1);
    expect(state).toEqual(['event', '{"event":"stream_action","domain":"CONNECTED","identifier":"","version":0,"environment":"","apiKey":""}']);
  });
});

function textOf(version: number): string {
  return JSON.stringify({ event: 'patch', domain: 'flag', identifier: 'a', version, environment: 'e', apiKey: '' });
}
