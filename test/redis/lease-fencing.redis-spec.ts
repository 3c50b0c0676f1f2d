import { fencesOf } from '../../src/adapters/redis/lease/fences.js';
import { inBatches } from '../../src/adapters/redis/in-batches.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { RecordedLog } from '../support/recorded-log.js';
import { Child } from './children/child.js';
import { worlds, type RedisWorld } from './world.js';

const rounds = 12;

describe.each([
  ['one server', 600],
  ['a Cluster', 2000],
])('a leader that sleeps between its look at the lease and its write, on %s', (name, ttlMs) => {
  let world: RedisWorld;
  let connections: RedisConnections;
  let children: Child[];

  beforeAll(async () => {
    const begin = worlds[name];
    if (!begin) throw new Error(`no world is called ${name}`);
    world = await begin();
    connections = new RedisConnections(world.config, new RecordedLog());
  }, 60_000);

  afterAll(async () => {
    connections.onApplicationShutdown();
    await world.stop();
  });

  beforeEach(async () => {
    await connections.ask((client) => client.del('ffproxy:{leader}:lease'));
    children = [];
  });

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
  });

  function aCandidate(node: string, raisesLazily: boolean): Child {
    const child = new Child('candidate.ts', { redis: world.config, node, ttlMs, raisesLazily });
    children.push(child);
    return child;
  }

  /** How many writes of a former leader went in after the next one had begun. The audit is what stands in Redis. */
  async function staleWrites(times: number, raisesLazily: boolean): Promise<number> {
    let sleeper = aCandidate(`a-${raisesLazily}`, raisesLazily);
    await sleeper.hears(/^leads/);
    let next = aCandidate(`b-${raisesLazily}`, raisesLazily);
    let token = 0;
    let stale = 0;
    for (let round = 0; round < times; round++) {
      const stream = `audit-${raisesLazily}-${round}`;
      sleeper.tell(`write ${stream}`);
      await sleeper.stopped();
      next.tell(`greet {other}-${stream}`);
      await next.hears(/^accepted$/);
      const later = Number(await connections.ask((client) => client.get('ffproxy:{leader}:token')));
      expect(later).toBeGreaterThan(token);
      token = later;

      sleeper.resume();
      const outcome = await sleeper.hears(/^(accepted|refused)/);
      const written = await connections.ask((client) => client.xlen(stream));
      expect(outcome).toBe(written === 0 ? 'refused FENCED' : 'accepted');
      stale += written;
      [sleeper, next] = [next, sleeper];
    }
    return stale;
  }

  it('writes nothing once it has a successor', async () => {
    expect(await staleWrites(rounds, false)).toBe(0);
  }, 90_000);

  it('is succeeded by itself when it is killed', async () => {
    const leader = aCandidate('killed', false);
    const former = Number((await leader.hears(/^leads/)).split(' ')[1]);
    const next = aCandidate('heir', false);
    await leader.kill();

    const token = Number((await next.hears(/^leads/)).split(' ')[1]);

    expect(token).toBeGreaterThan(former);
  });

  it('counts above every fence there is when the counter is lost', async () => {
    const { all } = fencesOf(world.config.mode);
    const high = Date.now() + 1_000_000_000;
    await connections.ask((client) => client.set(all.at(-1) ?? '', high));
    await connections.ask((client) => client.del('ffproxy:{leader}:token'));

    const token = Number((await aCandidate('counter', false).hears(/^leads/)).split(' ')[1]);

    expect(token).toBe(high + 1);
    const fences = await inBatches(all, (fence) => connections.ask((client) => client.get(fence)));
    expect(new Set(fences)).toEqual(new Set([String(token)]));
  });

  it('would write if fences went up with the first write only', async () => {
    // One server has one fence, which the successor's own first write raises: there is nothing to be late with.
    const expected = name === 'a Cluster' ? 2 : 0;

    expect(await staleWrites(2, true)).toBe(expected);
  }, 30_000);
});
