import { setTimeout as delay } from 'node:timers/promises';
import { anSdk } from '../e2e/streaming/an-sdk.js';
import { FollowingSdk } from '../e2e/sync/following-sdk.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import type { FleetNode } from '../fleet/fleet-node.js';
import { FleetSdk } from '../fleet/fleet-sdk.js';
import { MeteredSdks } from '../fleet/metered-sdks.js';
import { ReadyWay } from '../fleet/ready-way.js';
import { SteadyReaders } from '../fleet/steady-readers.js';
import { Balancer } from '../support/balancer.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { until } from '../support/until.js';

// Generous: SDKs wait up to ten seconds before they open a stream again.
const agreementMs = 60_000;
const changeMs = 250;
const followers = 10;
const parallelReaders = 4;

interface Way {
  readonly url: string;
  stop(): Promise<void>;
}

const [environment, other] = fleetEnvironments();
/** Each is changed once: whoever holds the second version of all of them has heard of every change. The cache of the Node SDK holds a hundred. */
const changing = Array.from({ length: 60 }, (_, number) => `c${number}`);

describe.each([
  ['nginx, which passes over a node that refuses connections', ([one, two]: readonly FleetNode[]) => Balancer.start([one?.url ?? '', two?.url ?? ''])],
  ['a balancer that goes by readiness alone', (nodes: readonly FleetNode[]) => ReadyWay.start(nodes)],
] as const)('two replicas behind %s', (_name, open) => {
  let fleet: Fleet;
  let way: Way;
  let readers: SteadyReaders;
  let metered: MeteredSdks;
  let sdk: FleetSdk;
  let following: readonly FollowingSdk[];

  beforeAll(async () => {
    if (!environment || !other) throw new Error('there is no environment');
    const flags = [...(environment.flags ?? []), ...changing.map((feature) => aFeatureConfig({ feature }))];
    // nginx may take two seconds to use a node again.
    fleet = await Fleet.start({ env: { SHUTDOWN_DELAY: '3' }, replicas: 2, environments: [{ ...environment, flags }, other] });
    way = await open(fleet.replicas);
    const asked = { name: 'the way to both', url: way.url, epoch: 0, isUp: true };
    sdk = await FleetSdk.start(asked, environment);
    following = await Promise.all(Array.from({ length: followers }, async () => FollowingSdk.start(way.url, await anSdk(way.url, environment.sdkKeys[0]))));
    readers = new SteadyReaders(Array.from({ length: parallelReaders }, () => asked), { environment: environment.id, sdkKey: environment.sdkKeys[0] });
    metered = new MeteredSdks(fleet, [environment]);
    metered.start([asked]);
  }, 90_000);

  afterAll(async () => {
    await readers?.stop();
    await metered?.stop();
    await Promise.all((following ?? []).map((each) => each.stop()));
    await sdk?.close();
    await way?.stop();
    await fleet?.end();
  }, 60_000);

  it('are restarted one after the other: not one request fails, every SDK hears of every change, and no metrics are lost', async () => {
    const rolling = new AbortController();
    const changed = change(rolling.signal);
    for (const replica of fleet.replicas) {
      expect(await replica.stop()).toBe(0);
      await replica.start();
      await replica.untilStream('CONNECTED');
    }
    rolling.abort();
    const changes = await changed;

    await until(() => following.every(({ held }) => changes.every((flag) => held.get(flag) === 2)), agreementMs);
    await sdk.untilAgreed(fleet.saas, agreementMs);
    await metered.stop();
    const surplus = await metered.surplusOnceCounted();
    await readers.stop();
    process.stdout.write(`rolling restart: ${readers.answered} reads answered, the slowest after ${Math.round(readers.slowestMs)} ms, ${metered.taken} evaluations reported, ${changes.length} changes\n`);
    expect(readers.faults).toEqual([]);
    expect(metered.refusals).toBe(0);
    expect(surplus).toBe(0);
    expect(changes.length).toBeGreaterThan(10);
  }, 180_000);

  async function change(signal: AbortSignal): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const flag of changing) {
      if (signal.aborted) break;
      fleet.saas.patchFlag(environment?.id ?? '', flag, { state: 'off' });
      changed.push(flag);
      await delay(changeMs);
    }
    return changed;
  }
});
