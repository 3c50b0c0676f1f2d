import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { RecordedLog } from '../support/recorded-log.js';
import { Child } from './children/child.js';
import { worlds, type RedisWorld } from './world.js';

const ttlMs = 600;
const rounds = 12;

describe.each(['one server', 'a Cluster'])('a leader that sleeps between its look at the lease and its write, on %s', (name) => {
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
    let leader = aCandidate(`a-${raisesLazily}`, raisesLazily);
    await leader.hears('leads');
    let next = aCandidate(`b-${raisesLazily}`, raisesLazily);
    let stale = 0;
    let token = 0;
    for (let round = 0; round < times; round++) {
      const stream = `audit-${raisesLazily}-${round}`;
      leader.tell(`write ${stream}`);
      const later = Number((await next.hears('leads')).split(' ')[1]);
      next.tell(`greet {other}-${stream}`);
      expect(await next.hears('')).toBe('accepted');
      expect(later).toBeGreaterThan(token);
      token = later;

      leader.resume();
      const outcome = await leader.hears('');
      const written = await connections.ask((client) => client.xlen(stream));
      expect(outcome).toBe(written === 0 ? 'refused FENCED' : 'accepted');
      stale += written;
      [leader, next] = [next, leader];
    }
    return stale;
  }

  it('writes nothing once it has a successor', async () => {
    expect(await staleWrites(rounds, false)).toBe(0);
  }, 90_000);

  it('would write if fences went up with the first write only', async () => {
    // One server has one fence, which the successor's own first write raises: there is nothing to be late with.
    const expected = name === 'a Cluster' ? 2 : 0;

    expect(await staleWrites(2, true)).toBe(expected);
  }, 30_000);
});
