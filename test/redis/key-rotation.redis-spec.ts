import { Redis } from 'ioredis';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import type { FleetNode } from '../fleet/fleet-node.js';
import { FleetSdk } from '../fleet/fleet-sdk.js';
import { leaderOf } from '../fleet/leader-of.js';
import { MeteredSdks } from '../fleet/metered-sdks.js';
import { SteadyReaders } from '../fleet/steady-readers.js';
import { until } from '../support/until.js';

// Generous: SDKs wait up to ten seconds before they open a stream again.
const agreementMs = 60_000;
const foreign = { 'session:1': 'of another application', 'env-elsewhere': 'x', 'key-ring': 'y' };

describe('the proxy key of two primaries and a replica', () => {
  const [environment, other] = fleetEnvironments();
  let fleet: Fleet;
  let raw: Redis;
  let sdk: FleetSdk;
  let readers: SteadyReaders;
  let metered: MeteredSdks;

  beforeAll(async () => {
    if (!environment) throw new Error('there is no environment');
    fleet = await Fleet.start({ primaries: 2, replicas: 1, env: { LEASE_DURATION: '2' } });
    raw = new Redis(fleet.redis.port, '127.0.0.1');
    raw.on('error', () => undefined);
    await raw.mset(foreign);
    sdk = await FleetSdk.start(replica(), environment);
    readers = new SteadyReaders(fleet.nodes, { environment: environment.id, sdkKey: environment.sdkKeys[0] });
    metered = new MeteredSdks(fleet, [environment]);
    metered.start();
  }, 90_000);

  afterAll(async () => {
    await metered?.stop();
    await readers?.stop();
    await sdk?.close();
    raw?.disconnect();
    await fleet?.end();
  }, 60_000);

  const replica = (): FleetNode => {
    const [node] = fleet.replicas;
    if (!node) throw new Error('there is no replica');
    return node;
  };
  /** As an operator does it: the one that does not lead first, so that the lead changes once. */
  const restartPrimaries = async (proxyKey: string) => {
    const leader = await leaderOf(fleet, raw);
    for (const primary of [...fleet.primaries.filter((each) => each !== leader), leader]) {
      expect(await primary.stop()).toBe(0);
      await primary.start({ env: { PROXY_KEY: proxyKey } });
    }
    await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED')));
  };
  const untilAgreed = async () => {
    await fleet.untilAgreed(agreementMs);
    await sdk.untilAgreed(fleet.saas, agreementMs);
  };
  const inventories = () => raw.keys('key-*-inventory');
  const patch = (flag: string, state: 'on' | 'off') => fleet.saas.patchFlag(environment?.id ?? '', flag, { state });

  it('is rotated while both keys work: no read fails, every change arrives, Redis holds nothing of the old key and what else it held', async () => {
    const before = fleet.saas.proxyKey;
    fleet.saas.addProxyKey('the-second-key');
    patch('f0', 'off');

    await restartPrimaries('the-second-key');
    patch('f1', 'off');
    fleet.saas.deleteProxyKey(before);
    patch('f2', 'off');
    await untilAgreed();

    expect(await inventories()).toEqual(['key-the-second-key-inventory']);
    expect(Object.fromEntries(await Promise.all(Object.keys(foreign).map(async (key) => [key, await raw.get(key)] as const)))).toEqual(foreign);
    expect(readers.faults).toEqual([]);
    expect(fleet.nodes.flatMap(({ process }) => process.output).join('')).not.toContain('our key is refused');
  }, 240_000);

  it('is refused at once: the leader says so, every node reads on, and with the new key Redis is freed of exactly what is gone', async () => {
    const leader = await leaderOf(fleet, raw);
    fleet.saas.addProxyKey('the-third-key');
    fleet.saas.deleteProxyKey('the-second-key', { announce: false });
    const keysOfOther = (await raw.keys('*')).filter((key) => key.includes(other?.id ?? ''));
    fleet.saas.removeEnvironment(other?.id ?? '', { announce: false });
    patch('f0', 'on');

    const health = async (node: FleetNode) => (await fetch(`${node.url}/health`)).text();
    await until(async () => (await health(leader)).includes('refused /proxy/auth with status 403'), 30_000);
    expect(await health(replica())).toContain('"CONNECTED"');
    fleet.saas.dropStreams('the-second-key');
    await Promise.all(fleet.nodes.map((node) => node.untilStream('DISCONNECTED')));
    const answered = readers.answered;
    await until(() => readers.answered > answered + 100, 30_000);
    expect(leader.logged('configuration could not be fetched: our key is refused')).toBeGreaterThan(0);

    await restartPrimaries('the-third-key');
    await untilAgreed();

    expect(keysOfOther.length).toBeGreaterThan(3);
    expect((await raw.keys('*')).filter((key) => key.includes(other?.id ?? ''))).toEqual([]);
    expect(await inventories()).toEqual(['key-the-third-key-inventory']);
    expect(await raw.mget(Object.keys(foreign))).toEqual(Object.values(foreign));
    expect(readers.faults).toEqual([]);
    for (const { process } of fleet.nodes) expect(process.output.join('')).not.toMatch(/the-(second|third)-key/);
  }, 240_000);

  it('has cost no metrics, which SaaS got once each', async () => {
    await metered.stop();

    expect(await metered.surplusOnceCounted()).toBe(0);
    expect(metered.taken).toBeGreaterThan(0);
  }, 60_000);
});
