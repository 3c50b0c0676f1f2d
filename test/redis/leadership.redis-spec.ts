import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Seeded } from '../e2e/support/seeded.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import type { FleetNode } from '../fleet/fleet-node.js';
import { leaderOf } from '../fleet/leader-of.js';
import { RedisWatch } from '../fleet/redis-watch.js';
import { until } from '../support/until.js';

const seed = Number(process.env['FLEET_SEED'] ?? 4_711);
const takeOverMs = 20_000;

describe(`three primaries of one proxy key (FLEET_SEED=${seed})`, () => {
  const environments = fleetEnvironments().map(({ id }) => id);
  const seeded = new Seeded(seed);
  let fleet: Fleet;
  let client: Redis;
  let watch: RedisWatch;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 3, replicas: 1, env: { LEASE_DURATION: '1.5' } });
    client = new Redis(fleet.redis.port, '127.0.0.1', { protocol: 2 });
    watch = new RedisWatch(client, environments);
  }, 60_000);

  afterAll(async () => {
    await watch?.stop();
    client?.disconnect();
    await fleet?.end();
  }, 60_000);

  /** Flags change every few milliseconds, on all environments. */
  const bursting = async (during: () => Promise<void>): Promise<void> => {
    let isOver = false;
    const burst = (async () => {
      while (!isOver) {
        for (const environment of environments) fleet.saas.patchFlag(environment, `f${seeded.below(3)}`, { state: seeded.pick(['on', 'off']) });
        await delay(seeded.below(6));
      }
    })();
    await during().finally(() => (isOver = true));
    await burst;
  };

  /** Nobody was harmed: one follows SaaS, all serve what it holds, and nothing in Redis has ever become older. */
  const isQuiet = async (): Promise<void> => {
    await fleet.untilAgreed();
    await until(() => fleet.saas.streams === 1, takeOverMs);
    expect(watch.falls).toEqual([]);
  };

  /** The next one leads, and has its stream to SaaS. */
  const untilAnotherLeads = async (former: FleetNode): Promise<number> => {
    const startedAt = performance.now();
    const next = await leaderOf(fleet, client, (node) => node !== former, takeOverMs);
    await next.untilStream('CONNECTED', takeOverMs);
    return performance.now() - startedAt;
  };

  const fates: readonly (readonly [string, (node: FleetNode) => Promise<void> | void, (node: FleetNode) => Promise<void> | void])[] = [
    ['killed', (node) => node.kill(), (node) => node.start()],
    ['stopped', (node) => node.pause(), (node) => node.resume()],
    ['cut off from Redis', (node) => node.redis.hold(), (node) => node.redis.release()],
    ['told to end', async (node) => void (await node.stop()), (node) => node.start()],
  ];

  it.each(fates)('have another leader soon when the leader is %s', async (fate, strike, mend) => {
    const leader = await leaderOf(fleet, client);

    await bursting(async () => {
      await strike(leader);
      const tookMs = await untilAnotherLeads(leader);
      process.stdout.write(`  ${fate}: another leads after ${Math.round(tookMs)} ms\n`);
      await mend(leader);
    });

    await isQuiet();
  }, 120_000);

  it('never write over what a later leader wrote, however often one is stopped in the middle of its writes', async () => {
    const tookMs: number[] = [];
    await bursting(async () => {
      let former: FleetNode | undefined;
      for (let round = 0; round < 20; round++) {
        const leader = await leaderOf(fleet, client, (node) => node.isUp);
        await delay(20 + seeded.below(100));
        leader.pause();
        // The former one wakes up while nobody leads, and goes on where it was stopped.
        former?.resume();
        tookMs.push(await untilAnotherLeads(leader));
        former = leader;
      }
      former?.resume();
    });

    await isQuiet();
    process.stdout.write(`  20 rounds: another leads after ${Math.round(tookMs.toSorted((a, b) => a - b)[10] ?? 0)} ms (median), ${Math.round(Math.max(...tookMs))} at most; ${watch.reads} looks at Redis\n`);
  }, 300_000);
});

describe('a single primary', () => {
  it('leads again at once when it is killed and started again, long before its lease is over', async () => {
    const leaseSeconds = 600;
    const fleet = await Fleet.start({ primaries: 1, replicas: 0, env: { LEASE_DURATION: String(leaseSeconds) } });
    const client = new Redis(fleet.redis.port, '127.0.0.1', { protocol: 2 });
    try {
      const primary = await leaderOf(fleet, client);
      const [environment = ''] = fleet.saas.configuration.map(({ id }) => id);

      await primary.kill();
      expect(await client.pttl('ffproxy:{leader}:lease')).toBeGreaterThan((leaseSeconds * 1_000) / 2);
      fleet.saas.patchFlag(environment, 'f0', { state: 'off' });
      await primary.start();
      await primary.untilStream('CONNECTED', takeOverMs);

      await fleet.untilAgreed();
      expect(fleet.saas.streams).toBe(1);
    } finally {
      client.disconnect();
      await fleet.end();
    }
  }, 60_000);
});
