import { once } from 'node:events';
import { Fenced } from '../../src/adapters/redis/lease/fenced.js';
import { FencedWriter } from '../../src/adapters/redis/lease/fenced-writer.js';
import { fencesOf } from '../../src/adapters/redis/lease/fences.js';
import type { Asking } from '../../src/adapters/redis/lease/redis-script.js';
import { RedisLease, type LeaseOptions } from '../../src/adapters/redis/lease/redis-lease.js';
import { Tenure } from '../../src/adapters/redis/lease/tenure.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { describeLeadershipContract } from '../contract/leadership.contract.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';
import { redisOf } from './redis-of.js';

const leaseKey = 'ffproxy:{leader}:lease';
const counterKey = 'ffproxy:{leader}:token';
const fenceKey = 'ffproxy:fence';
const times = { ttlMs: 900, renewMs: 200, retryMs: 100 };
const fences = fencesOf('server');

let server: RedisServer;
let open: RedisConnections[] = [];
let leases: RedisLease[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
});

afterAll(() => server.stop());

beforeEach(async () => {
  const connections = connect();
  await connections.ask((client) => client.flushall());
});

afterEach(async () => {
  await Promise.all(leases.map((lease) => lease.resign()));
  for (const connections of open) connections.onApplicationShutdown();
  leases = [];
  open = [];
});

describeLeadershipContract('RedisLease', async () => aCandidate('a').lease);

describe('a leader lease', () => {
  it('passes to the next candidate soon after it is resigned, however long it is', async () => {
    const a = aCandidate('a', { ttlMs: 600_000 });
    const b = aCandidate('b', { ttlMs: 600_000 });
    const first = await a.leads();
    const second = b.leads();
    await b.lost();

    await a.lease.resign();

    expect(first.token).toBeLessThan((await second).token);
    expect(first.lost.aborted).toBe(true);
  });

  it('lets who resigns finish what it is writing', async () => {
    const a = aCandidate('a');
    const wrote = new Promise<string>((resolve, reject) => {
      a.lease.campaign(async (lost) => {
        if (!lost.aborted) await once(lost, 'abort');
        await a.writer.set('last', 'word').then(() => resolve('yes'), reject);
      });
    });
    await until(() => a.lease.tenure);

    await a.lease.resign();

    expect(await wrote).toBe('yes');
    expect(await connect().ask((client) => client.exists(leaseKey))).toBe(0);
  });

  it('never has two leaders, while candidates win, resign and come back', async () => {
    const stays = aCandidate('b');
    let both = 0;
    let terms = 0;
    const candidates = [stays];
    const watch = setInterval(() => {
      if (candidates.filter(({ lease }) => lease.tenure?.isValid).length > 1) both += 1;
    }, 1);

    for (let round = 0; round < 5; round++) {
      const a = aCandidate('a');
      candidates.push(a);
      await a.leads();
      terms += 1;
      const other = stays.leads();
      await a.lease.resign();
      await other;
      terms += 1;
      stays.end();
    }
    clearInterval(watch);

    expect(terms).toBe(10);
    expect(both).toBe(0);
  });

  it('is taken back at once by a node that comes back under its name', async () => {
    const connections = connect();
    await connections.ask((client) => client.set(leaseKey, 'a:5', 'PX', 60_000));

    const { token } = await aCandidate('a', { ttlMs: 60_000, renewMs: 20_000, retryMs: 100 }).leads();

    expect(await connections.ask((client) => client.get(leaseKey))).toBe(`a:${token}`);
  });

  it('is not taken from a second node of the same name for ever: only at its start', async () => {
    const first = aCandidate('a');
    const { lost } = await first.leads();
    const told = once(lost, 'abort');

    const second = await aCandidate('a').leads();
    await told;
    const asked = first.asked();
    await until(() => first.asked() > asked + 5);

    expect(second.lost.aborted).toBe(false);
    expect(first.lease.tenure).toBeUndefined();
  });

  it('that somebody left without an end counts as free', async () => {
    await connect().ask((client) => client.set(leaseKey, 'b:5'));

    expect((await aCandidate('a').leads()).lost.aborted).toBe(false);
  });

  it('is lost when it is another node that holds it', async () => {
    const { lost } = await aCandidate('a').leads();
    const told = once(lost, 'abort');

    await connect().ask((client) => client.set(leaseKey, 'b:1', 'PX', 60_000));
    await told;

    expect(lost.aborted).toBe(true);
  });

  it('ends by the clock of the leader when Redis does not answer any more, who goes on alone and is granted the next one', async () => {
    const a = aCandidate('a');
    const { lost, token } = await a.leads();

    server.pause();
    try {
      await until(() => a.lease.isAlone);
      await expect(a.writer.set('key', 'value')).rejects.toMatchObject({ code: 'FENCED', mayPass: true });
    } finally {
      server.resume();
    }
    await until(() => a.granted.length === 2);
    await a.writer.set('key', 'value');

    expect(a.lease.tenure?.token).toBeGreaterThan(token);
    expect(a.granted).toEqual([false, false]);
    expect(lost.aborted).toBe(false);
  });

  it('ends in a partition, and who led alone stops once it hears that another node leads', async () => {
    const relay = await TcpRelay.start(server.port);
    const a = aCandidate('a', times, relay.address);
    const { lost } = await a.leads();
    const told = once(lost, 'abort');

    relay.delay(() => 60_000);
    await aCandidate('b').leads();
    await until(() => a.lease.isAlone);
    expect(lost.aborted).toBe(false);
    relay.cut();
    relay.delay(() => 0);
    await told;

    await expect(a.writer.set('key', 'old')).rejects.toMatchObject({ code: 'FENCED', mayPass: false });
    await relay.stop();
  });

  it('is taken again at once by the leader when Redis was emptied', async () => {
    const a = aCandidate('a');
    const { lost, token } = await a.leads();

    await connect().ask((client) => client.flushall());
    await until(() => a.granted.length === 2);

    expect(a.lease.tenure?.token).toBeGreaterThan(token);
    expect(lost.aborted).toBe(false);
  });

  it('is taken again soon, however long it is, when Redis was emptied', async () => {
    const a = aCandidate('a', { ttlMs: 60_000 });
    await a.leads();

    await connect().ask((client) => client.flushall());

    await until(() => a.granted.length === 2);
  });

  it('tells a leader that is granted it again whether others have led meanwhile', async () => {
    const connections = connect();
    const a = aCandidate('a');
    const { token } = await a.leads();

    await connections.ask((client) => client.set(counterKey, token + 7));
    await connections.ask((client) => client.del(leaseKey));
    await until(() => a.granted.length === 2);

    expect(a.granted).toEqual([false, true]);
  });

  it('is not waited for by a node that starts while Redis is away', async () => {
    server.pause();
    const a = aCandidate('a');
    try {
      const { lost } = await a.leads();
      expect([a.lease.isAlone, lost.aborted]).toEqual([true, false]);
    } finally {
      server.resume();
    }
    await until(() => a.lease.tenure?.isValid);

    expect(a.granted).toHaveLength(1);
  });

  it('is waited for by a node that follows, for as long as a lease lasts, before it leads alone', async () => {
    await aCandidate('a', { ttlMs: 60_000, renewMs: 20_000, retryMs: 100 }).leads();
    const b = aCandidate('b');
    const leads = b.leads();
    const asked = b.asked();
    await until(() => b.asked() > asked + 2);

    const pausedAt = performance.now();
    server.pause();
    try {
      const { lost } = await leads;
      expect(performance.now() - pausedAt).toBeGreaterThan(times.ttlMs * 0.9);
      const told = once(lost, 'abort');
      server.resume();
      await told;
    } finally {
      server.resume();
    }

    expect(b.granted).toEqual([]);
  });

  it('can be asked about: who woke up late knows at once whether it still leads', async () => {
    const a = aCandidate('a', { ttlMs: 900, renewMs: 200, retryMs: 60_000 });
    const { lost } = await a.leads();
    await connect().ask((client) => client.set(leaseKey, 'b:1', 'PX', 60_000));
    await connect().ask((client) => client.set(fenceKey, 9_000_000_000_000));
    await expect(a.writer.set('key', 'value')).rejects.toThrow(Fenced);

    await a.lease.confirm();

    expect(lost.aborted).toBe(true);
  });

  it('survives answers that fail, as long as one comes in time', async () => {
    const a = aCandidate('a', { ttlMs: 20_000, renewMs: 100, retryMs: 50 });
    const { lost } = await a.leads();

    server.pause();
    await until(() => a.log.lines.some((line) => line.includes('the leader lease cannot be reached')));
    server.resume();
    await a.writer.set('key', 'value');
    const asked = a.asked();
    await until(() => a.asked() > asked + 3);

    expect(lost.aborted).toBe(false);
  });
});

describe('a leader lease of a Redis that is empty', () => {
  let redis: RedisServer;
  beforeEach(async () => (redis = await RedisServer.start()));
  afterEach(() => redis.stop());

  const lasting = { ttlMs: 9_000, renewMs: 3_000, retryMs: 1_500, giveWayMs: 3_000 };

  it('is left to who led before, since a node that has started meanwhile knows nothing of what was deleted', async () => {
    const relay = await TcpRelay.start(redis.port);
    const led = aCandidate('a', lasting, relay.address);
    await led.leads();

    relay.delay(() => 60);
    await redis.kill();
    const starts = aCandidate('b', lasting, redis.address);
    void starts.leads();
    await until(() => starts.lease.isAlone);
    await redis.boot();
    await until(() => led.granted.length === 2);

    expect(starts.granted).toEqual([]);
    await until(() => !starts.lease.isAlone);
    await relay.stop();
  }, 30_000);

  it('is left to who leads when it was emptied while it runs', async () => {
    const leads = aCandidate('a', lasting, redis.address);
    await leads.leads();

    await connect(redis.address).ask((client) => client.flushall());
    const starts = aCandidate('b', lasting, redis.address);
    void starts.leads();
    await until(() => leads.granted.length === 2);

    expect(starts.granted).toEqual([]);
  }, 30_000);

  it('is left to who followed before', async () => {
    const relay = await TcpRelay.start(redis.port);
    const gone = aCandidate('a', lasting, redis.address);
    await gone.leads();
    const followed = aCandidate('b', lasting, relay.address);
    void followed.leads();
    await followed.lost();

    relay.delay(() => 60);
    await redis.kill();
    await gone.lease.resign();
    await redis.boot();
    const starts = aCandidate('c', lasting, redis.address);
    void starts.leads();
    await until(() => followed.granted.length === 1);

    expect(starts.granted).toEqual([]);
    await relay.stop();
  }, 30_000);

  it('is taken by a node that has started meanwhile when nobody else comes, and it goes on with what it did alone', async () => {
    await redis.kill();
    const starts = aCandidate('a', lasting, redis.address);
    const { lost } = await starts.leads();

    await redis.boot();
    await until(() => starts.granted.length === 1);

    expect(lost.aborted).toBe(false);
  }, 30_000);

  it('keeps nobody from leading alone when it goes away again', async () => {
    const starts = aCandidate('a', { ...lasting, giveWayMs: 60_000 }, redis.address);
    const leads = starts.leads();
    const startedAt = performance.now();
    await until(() => starts.asked() > 1 && performance.now() - startedAt > 3_000);

    await redis.kill();
    const asked = starts.asked();
    await leads;

    expect(starts.lease.isAlone).toBe(true);
    expect(starts.asked() - asked).toBeLessThan(4);
  }, 30_000);

  it('is not waited for by a node whose own it still is', async () => {
    const connections = connect(redis.address);
    await connections.ask((client) => client.set(leaseKey, 'a:5', 'PX', 60_000));

    const starts = aCandidate('a', lasting, redis.address);
    await starts.leads();

    expect(starts.asked()).toBeLessThan(5);
  }, 30_000);
});

describe('tokens', () => {
  it('rise above the fences when the counter was lost', async () => {
    const connections = connect();
    const high = 9_000_000_000_000;
    await connections.ask((client) => client.set(fenceKey, high));

    const a = aCandidate('a');
    const { token } = await a.leads();
    await a.writer.set('key', 'value');

    expect(token).toBe(high + 1);
    expect(await connections.ask((client) => client.get(counterKey))).toBe(String(high + 1));
    expect(await connections.ask((client) => client.get(leaseKey))).toBe(`a:${high + 1}`);
  });

  it('go on rising after Redis was emptied, so that who led before stays shut out', async () => {
    const a = aCandidate('a');
    const former = await a.leads();
    await a.lease.resign();
    const sleeper = new FencedWriter(connect(), fences, { tenure: new Tenure(former.token, performance.now() + 60_000) });
    await connect().ask((client) => client.flushall());

    const b = aCandidate('b');
    const { token } = await b.leads();

    expect(token).toBeGreaterThan(former.token);
    await expect(b.writer.set('key', 'new')).resolves.toBeUndefined();
    await expect(sleeper.set('key', 'old')).rejects.toThrow('a later leader has taken over');
  });

  it('go on rising when the clock was set back', async () => {
    await connect().ask((client) => client.set(counterKey, 9_000_000_000_000));

    expect((await aCandidate('a').leads()).token).toBe(9_000_000_000_001);
  });
});

describe('a fenced writer', () => {
  it('sets, removes and appends for the leader', async () => {
    const connections = connect();
    const a = aCandidate('a');
    await a.leads();

    await a.writer.set('kept', 'value');
    await a.writer.set('gone', 'value');
    await a.writer.del('gone');
    for (const event of ['one', 'two', 'three']) await a.writer.xadd('events', event, 2);

    expect(await connections.ask((client) => client.mget('kept', 'gone'))).toEqual(['value', null]);
    expect((await connections.ask((client) => client.xrange('events', '-', '+'))).map(([, fields]) => fields)).toEqual([
      ['event', 'two'],
      ['event', 'three'],
    ]);
  });

  it('sets many at a time, and none of them once a later leader has raised the fence', async () => {
    const connections = connect();
    const a = aCandidate('a');
    const { token } = await a.leads();
    const values = (value: string) => new Map(Array.from({ length: 250 }, (_, index) => [`key-${index}`, value]));
    const stored = async () => new Set(await connections.ask((client) => client.mget([...values('').keys()])));

    await a.writer.setAll(values('first'));
    expect(await stored()).toEqual(new Set(['first']));

    await connections.ask((client) => client.set(fenceKey, token + 1));
    await expect(a.writer.setAll(values('second'))).rejects.toMatchObject({ code: 'FENCED' });
    expect(await stored()).toEqual(new Set(['first']));
  });

  it('sets and removes fields of a hash, many at a time, and none once a later leader has raised the fence', async () => {
    const connections = connect();
    const a = aCandidate('a');
    const { token } = await a.leads();
    const values = (value: string) => new Map(Array.from({ length: 250 }, (_, index) => [`field-${index}`, value]));
    const stored = () => connections.ask((client) => client.hgetall('hash'));

    await a.writer.hset('hash', values('first'));
    await a.writer.hdel('hash', 'field-7');
    const first = await stored();
    expect([Object.keys(first).length, new Set(Object.values(first)), first['field-7']]).toEqual([249, new Set(['first']), undefined]);

    await connections.ask((client) => client.set(fenceKey, token + 1));
    await expect(a.writer.hset('hash', values('second'))).rejects.toMatchObject({ code: 'FENCED' });
    await expect(a.writer.hdel('hash', 'field-8')).rejects.toThrow();
    expect(await stored()).toEqual(first);
  });

  it('ends the term when a fence refuses it', async () => {
    const a = aCandidate('a');
    const { token } = await a.leads();
    const { tenure } = a.lease;
    await connect().ask((client) => client.set(fenceKey, token + 1));

    await expect(a.writer.set('key', 'value')).rejects.toMatchObject({ code: 'FENCED' });

    expect(tenure?.isValid).toBe(false);
  });

  it('refuses without asking while the node does not lead', async () => {
    const { writer } = aCandidate('a');

    await expect(writer.set('key', 'value')).rejects.toThrow('this node does not lead');
  });
});

interface Led {
  readonly token: number;
  readonly lost: AbortSignal;
}

interface Candidate {
  readonly lease: RedisLease;
  readonly log: RecordedLog;
  /** For each term, whether others had led before it. */
  readonly granted: readonly boolean[];
  /** How often it has asked Redis something. */
  asked(): number;
  /** Resolves when it has been told for the first time that another leads. */
  lost(): Promise<void>;
  readonly writer: FencedWriter;
  /** Campaigns if it does not yet, and resolves at the next term. */
  leads(): Promise<Led>;
  /** Leading ends by itself. */
  end(): void;
}

function aCandidate(node: string, options: Omit<LeaseOptions, 'node'> = times, address = server.address): Candidate {
  const connections = connect(address);
  let [asked, answered] = [0, 0];
  const counting: Asking = {
    ask: async (run, limitMs) => {
      asked += 1;
      const answer = await connections.ask(run, limitMs);
      answered += 1;
      return answer;
    },
  };
  const log = new RecordedLog();
  const lease = new RedisLease(counting, fences, log, { node, giveWayMs: 0, ...options });
  leases.push(lease);
  const granted: boolean[] = [];
  let begin: (led: Led) => void = () => {};
  let end: () => void = () => {};
  const lead = async (lost: AbortSignal): Promise<void> => {
    begin({ token: lease.tenure?.token ?? 0, lost });
    await new Promise<void>((resolve) => {
      end = resolve;
      lost.addEventListener('abort', () => resolve());
      if (lost.aborted) resolve();
    });
  };

  return {
    lease,
    log,
    granted,
    asked: () => asked,
    lost: async () => void (await until(() => answered > 0 && !lease.tenure)),
    writer: new FencedWriter(connections, fences, lease),
    leads: () => {
      const led = new Promise<Led>((resolve) => {
        begin = resolve;
      });
      lease.campaign(lead, (othersLed) => granted.push(othersLed));
      return led;
    },
    end: () => end(),
  };
}

function connect(address = server.address): RedisConnections {
  const connections = new RedisConnections(redisOf({ REDIS_ADDRESS: address }), new RecordedLog());
  open.push(connections);
  return connections;
}
