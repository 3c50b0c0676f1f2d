import { once } from 'node:events';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { until } from '../../support/until.js';
import { attack, type Attack, type Outcome } from '../support/attack.js';
import { hostileRequest } from '../support/hostile-request.js';
import { Seeded } from '../support/seeded.js';
import { aWorld, productionSdk, type World } from '../support/world.js';

const seed = Number(process.env['HOSTILE_SEED'] ?? Date.now() % 1_000_000);
const total = 20_000;

/** Requests one by one, several at once on one connection, in pieces, and cut off. */
function anAttack(random: Seeded): Attack {
  const kind = random.next();
  if (kind < 0.75) return { pieces: [hostileRequest(random)], requests: 1, ending: random.chance(0.3) ? 'end' : 'wait' };
  if (kind < 0.85) {
    const requests = 2 + random.below(8);
    return { pieces: [Buffer.concat(Array.from({ length: requests }, (_, n) => hostileRequest(random, { close: n === requests - 1 })))], requests, ending: 'end' };
  }
  const request = hostileRequest(random);
  const cut = random.below(request.length);
  if (kind < 0.93) return { pieces: [request.subarray(0, cut), request.subarray(cut)], requests: 1, ending: 'end' };
  return { pieces: [request.subarray(0, cut)], requests: 1, ending: random.pick(['end', 'leave']) };
}

/** Requests that are begun and never completed. */
function aSilence(random: Seeded): Attack {
  const request = hostileRequest(random);
  return { pieces: [request.subarray(0, random.below(request.length))], requests: 1, ending: 'wait' };
}

describe(`20,000 hostile requests, made with HOSTILE_SEED=${seed}`, () => {
  const random = new Seeded(seed);
  let world: World;
  let port: number;
  beforeAll(async () => {
    world = await aWorld({ env: { LOG_LEVEL: 'error' } });
    port = Number(new URL(world.relay.url).port);
  });
  afterAll(() => world.close());

  async function carryOut(count: number, make: (random: Seeded) => Attack, concurrency: number): Promise<void> {
    const bad: unknown[] = [];
    let sent = 0;
    const worker = async () => {
      while (sent < count) {
        const planned = make(random);
        sent += planned.requests;
        const outcome = await attack(port, planned);
        for (const status of outcome.statuses) seen.add(status);
        if (!acceptable(outcome)) bad.push({ ...outcome, ...planned, pieces: planned.pieces.map((piece) => piece.toString('latin1').slice(0, 2000)) });
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    expect(bad.slice(0, 3)).toEqual([]);
  }

  const errors = () => world.relay.logs.slice(0, 3);
  const serves = async () => (await world.askAs(productionSdk, `/client/env/${productionSdk.environment}/target/bob/evaluations`)).status;
  const connections = () => new Promise<number>((resolve, reject) => world.relay.app.getHttpServer().getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count))));
  const seen = new Set<number>();
  let heapBefore = 0;

  it('are practised', async () => {
    await carryOut(2_000, anAttack, 64);

    heapBefore = await heapInUse();
    expect(await serves()).toBe(200);
  }, 30_000);

  it('are each answered below 500 or cut off, in time', async () => {
    await carryOut(total - 600, anAttack, 64);

    expect([...seen]).toEqual(expect.arrayContaining([200, 204, 304, 400, 401, 404, 405, 413, 431]));
    expect(await serves()).toBe(200);
    expect(errors()).toEqual([]);
  }, 90_000);

  it('that fall silent half-way are answered or cut off', async () => {
    await carryOut(500, aSilence, 250);

    expect(errors()).toEqual([]);
  }, 30_000);

  it.each([
    ['a head', 'GET /health HTTP/1.1\r\nhost: relay\r\nx-slow: '],
    ['a body', 'POST /client/auth HTTP/1.1\r\nhost: relay\r\ncontent-length: 100000\r\n\r\n'],
    ['a body in chunks', 'POST /client/auth HTTP/1.1\r\nhost: relay\r\ntransfer-encoding: chunked\r\n\r\n'],
  ])('that trickle in are cut off: %s', async (what, start) => {
    const piece = what.endsWith('chunks') ? '1\r\nx\r\n' : 'x';

    await Promise.all(Array.from({ length: 30 }, () => trickle(port, start, piece)));

    expect(errors()).toEqual([]);
  }, 20_000);

  it('leave nothing behind: no connection and no memory', async () => {
    await until(async () => (await connections()) <= 8);
    const heapAfter = await heapInUse();

    expect(heapAfter / heapBefore).toBeLessThan(1.5);
    expect(await serves()).toBe(200);
    expect(errors()).toEqual([]);
  }, 20_000);
});

function acceptable({ statuses, settledMs }: Outcome): boolean {
  return settledMs !== undefined && statuses.every((status) => status < 500);
}

/** Sends a byte every now and then, until the relay has had enough. */
async function trickle(port: number, start: string, piece: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.write(start);
  const timer = setInterval(() => socket.write(piece), 100);
  await once(socket, 'close');
  clearInterval(timer);
}

async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
