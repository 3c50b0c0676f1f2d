import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { busStreams } from '../../src/adapters/redis/bus/bus-streams.js';
import { Seeded } from '../e2e/support/seeded.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import { FleetSdk } from '../fleet/fleet-sdk.js';
import { randomChange } from '../fleet/random-changes.js';
import { SteadyReaders } from '../fleet/steady-readers.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';

/** Sentinel and the masters of a Cluster take seconds to agree on another master, and a Sentinel that was late itself waits for 30 s. */
const failoverMs = 60_000;

interface Redises {
  readonly settings: Record<string, string>;
  /** Who holds the lease and the changes now. */
  master(): Promise<RedisServer>;
  /** One that was killed comes back, empty. */
  boot(server: RedisServer): Promise<unknown>;
  /** Whether a replica stands ready to follow each master. */
  isWhole(): Promise<boolean>;
  end(): Promise<void>;
}

async function sentinel(): Promise<Redises> {
  const first = await RedisServer.start();
  const second = await RedisServer.start({ options: ['--replicaof', `127.0.0.1 ${first.port}`] });
  const watch = await RedisServer.startSentinel(first.port);
  const client = new Redis(watch.port, '127.0.0.1', { protocol: 2 });
  return {
    settings: { REDIS_ADDRESS: watch.address, REDIS_SENTINEL_MASTER: 'main' },
    master: async () => ((await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'main')) as string[])[1] === String(first.port) ? first : second,
    boot: async (server) => {
      const master = server === first ? second : first;
      await server.boot();
      const booted = new Redis(server.port, '127.0.0.1', { protocol: 2 });
      // Its Sentinel would see to it too, within a minute.
      await booted.replicaof('127.0.0.1', master.port);
      booted.disconnect();
    },
    isWhole: async () => {
      const replicas = String(await client.call('SENTINEL', 'REPLICAS', 'main'));
      return replicas.includes('flags,slave,') && replicas.includes('master-link-status,ok');
    },
    end: async () => {
      client.disconnect();
      await Promise.all([watch, second, first].map((server) => server.stop()));
    },
  };
}

async function cluster(): Promise<Redises> {
  const all = await RedisCluster.start();
  return {
    settings: { REDIS_ADDRESS: all.addresses },
    master: () => all.masterOf(busStreams.changes),
    boot: (server) => server.boot(),
    isWhole: () => all.isWhole(),
    end: () => all.stop(),
  };
}

describe.each([
  ['a master that a Sentinel names', sentinel],
  ['a master of a Cluster', cluster],
])('a fleet over %s', (_, begin) => {
  const [environment] = fleetEnvironments();
  const seeded = new Seeded(20_262);
  let redises: Redises;
  let fleet: Fleet;
  let sdks: readonly FleetSdk[];
  let readers: SteadyReaders;

  beforeAll(async () => {
    if (!environment) throw new Error('there is no environment');
    redises = await begin();
    fleet = await Fleet.start({ primaries: 2, env: { ...redises.settings, LEASE_DURATION: '2', SAAS_STREAM_IDLE_TIMEOUT: '2' } });
    sdks = await Promise.all(fleet.nodes.map((node) => FleetSdk.start(node, environment)));
    readers = new SteadyReaders(fleet.nodes, { environment: environment.id, sdkKey: environment.sdkKeys[0] });
  }, 90_000);

  afterAll(async () => {
    await readers?.stop();
    for (const sdk of sdks ?? []) await sdk.close();
    await fleet?.end();
    await redises?.end();
  }, 60_000);

  it.each(['is killed', 'is paused'])('agrees with SaaS at every node and SDK once that %s and is replaced, and goes on when it comes back', async (fate) => {
    const all = async (): Promise<void> => {
      await fleet.untilAgreed(failoverMs);
      await Promise.all(sdks.map((sdk) => sdk.untilAgreed(fleet.saas, failoverMs)));
    };
    const goOn = async (): Promise<void> => {
      for (let change = 0; change < 5; change++) {
        randomChange(fleet.saas, seeded);
        await all();
      }
    };
    await goOn();
    await until(() => redises.isWhole(), failoverMs);
    const struck = await redises.master();
    const startedAt = performance.now();

    if (fate === 'is killed') await struck.kill();
    else struck.pause();
    for (const end = performance.now() + 3_000; performance.now() < end; await delay(seeded.below(100))) randomChange(fleet.saas, seeded);
    await until(async () => (await redises.master()) !== struck, failoverMs);
    const followedAt = performance.now();

    await fleet.untilAgreed(failoverMs);
    const agreedAt = performance.now();
    await all();
    const took = { 'another master': followedAt - startedAt, 'every node': agreedAt - followedAt, 'every SDK': performance.now() - agreedAt };
    process.stdout.write(`  the master ${fate}: ${Object.entries(took).map(([what, ms]) => `${what} after ${Math.round(ms)} ms`).join(', then ')}\n`);
    await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED', failoverMs)));
    await goOn();
    // It takes itself for the master still, until it is told.
    if (fate === 'is killed') await redises.boot(struck);
    else struck.resume();
    await goOn();
    expect(readers.faults).toEqual([]);
  }, 6 * failoverMs);
});
