import { resolve } from 'node:path';
import { ProcessSession } from '../acceptance/process-session.js';
import { Seeded } from '../e2e/support/seeded.js';
import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { RedisServer } from '../support/redis-server.js';
import { SaasProcess } from '../support/saas-process.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { Changes } from './changes.js';
import type { Fault } from './fault.js';
import { Holdings } from './holdings.js';
import { redisFaults } from './redis-faults.js';
import { relayFaults, slowReaders } from './relay-faults.js';
import { RelaySeat } from './relay-seat.js';
import { saasFaults } from './saas-faults.js';
import type { OfficialSdk, Scene } from './scene.js';
import { StrictSdk } from './strict-sdk.js';
import type { Tally } from './tally.js';

const environments = ['soak.one', 'soak_two', 'soak three'] as const;

type Ending = () => Promise<unknown>;

/** A single node, or two primaries and two replicas over Redis; with SDKs of both kinds at each node. */
export async function setUp(name: 'single' | 'fleet', seed: number, tally: Tally): Promise<Scene> {
  const endings: Ending[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    const saas = await SaasProcess.start();
    endings.push(() => saas.stop());
    const holdings = new Holdings();
    for (const { id, sdkKeys } of sampleConfiguration) for (const sdkKey of sdkKeys) holdings.add(id, sdkKey);
    for (const id of environments) {
      holdings.add(id, `key of ${id}`.replaceAll(' ', '-'));
      await saas.control.addEnvironment({ id, sdkKeys: [...(holdings.keys.get(id) ?? [])] });
    }
    const { seats, redis, faults } = await (name === 'single' ? aSingleNode(saas, endings) : aFleet(saas, endings));
    for (const seat of seats) {
      endings.push(() => seat.end('SIGKILL'));
      await seat.start();
      await seat.untilReady();
    }
    await saas.control.waitForStream(1, 20_000);
    const { strictSdks, officialSdks } = await sdksOf(seats, holdings, endings);
    const [first] = seats;
    const all = [...saasFaults(saas), ...seats.flatMap(relayFaults), ...seats.map((seat) => slowReaders(seat, holdings.keys.get(environments[0])?.[0] ?? '')), ...faults];
    const changes = new Changes(saas.control, environments, holdings, new Seeded(seed), tally);
    if (!first || !isFilled(all)) throw new Error('a scene needs a node and faults');
    return { name, saas, seats, redis, holdings, changes, faults: all, strictSdks, officialSdks, forgets: name === 'single', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Nodes {
  readonly seats: readonly RelaySeat[];
  readonly redis: RedisServer | undefined;
  readonly faults: readonly Fault[];
}

async function aSingleNode(saas: SaasProcess, _endings: Ending[]): Promise<Nodes> {
  return { seats: [await RelaySeat.take('single', upstreamOf(saas))], redis: undefined, faults: [] };
}

async function aFleet(saas: SaasProcess, endings: Ending[]): Promise<Nodes> {
  const redis = await RedisServer.start();
  endings.push(() => redis.stop());
  const ways: Record<string, TcpRelay> = {};
  const seats: RelaySeat[] = [];
  for (const name of ['primary', 'standby', 'replica 1', 'replica 2']) {
    const way = await TcpRelay.start(redis.port);
    endings.push(() => way.stop());
    ways[name] = way;
    const role: Record<string, string> = name.startsWith('replica') ? { READ_REPLICA: 'true' } : upstreamOf(saas);
    seats.push(await RelaySeat.take(name, { ...role, REDIS_ADDRESS: way.address }));
  }
  return { seats, redis, faults: redisFaults(redis, ways) };
}

function upstreamOf({ url, proxyKey }: SaasProcess): Record<string, string> {
  return { PROXY_KEY: proxyKey, CLIENT_SERVICE: url, METRIC_SERVICE: url, SAAS_POLL_INTERVAL: '1', SAAS_STREAM_IDLE_TIMEOUT: '3' };
}

async function sdksOf(seats: readonly RelaySeat[], holdings: Holdings, endings: Ending[]): Promise<{ strictSdks: StrictSdk[]; officialSdks: OfficialSdk[] }> {
  const strictSdks: StrictSdk[] = [];
  const officialSdks: OfficialSdk[] = [];
  for (const { name, url } of seats) {
    for (const environment of environments) {
      const sdk = new StrictSdk(name, url, environment, holdings.keys.get(environment)?.[0] ?? '');
      await sdk.start();
      endings.push(() => sdk.stop());
      strictSdks.push(sdk);
    }
  }
  const last = seats.at(-1);
  const sdkKey = holdings.keys.get(environments[0])?.[0];
  if (last && sdkKey !== undefined) {
    const session = await ProcessSession.start(process.execPath, [resolve('test/acceptance/drivers/node-sdk.mjs'), last.url, sdkKey]);
    endings.push(() => session.close().catch(() => undefined));
    officialSdks.push({ environment: environments[0], session });
  }
  return { strictSdks, officialSdks };
}

function isFilled<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0;
}
