import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { RedisServer } from '../support/redis-server.js';
import { freePort } from '../support/free-port.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';
import { FleetNode } from './fleet-node.js';

const environment = 'away-environment';
const key = 'away-key';
const flag = 'flag-1';
const env = { LEASE_DURATION: '1.5', METRIC_POST_DURATION: '60' };
const environments = [{ id: environment, sdkKeys: [key], flags: [aFeatureConfig({ feature: flag }), aFeatureConfig({ feature: 'flag-2' })] }];

async function token(node: FleetNode): Promise<string> {
  const answer = await node.authenticate(key);
  if (typeof answer === 'number') throw new Error(`refused with ${answer}`);
  return answer;
}

async function version(node: FleetNode, of = flag): Promise<number> {
  const { json } = await node.read(environment, `feature-configs/${of}`, await token(node));
  return (json as { readonly version: number }).version;
}

async function streamOf(node: FleetNode) {
  const stream = await node.openStream(key, await token(node));
  expect(stream.status).toBe(200);
  let isEnded = false;
  void stream.ended.then(() => (isEnded = true));
  return { ...stream, isEnded: () => isEnded, hears: (wanted: number, times = 1) => until(() => stream.text().split(`"version":${wanted},`).length > times) };
}

describe('a primary that starts while Redis is away', () => {
  it.each<[string, (server: RedisServer) => Promise<void> | void, (server: RedisServer) => Promise<void> | void]>([
    ['refuses connections', (server) => server.kill(), (server) => server.boot()],
    ['does not answer', (server) => server.pause(), (server) => server.resume()],
  ])('because it %s, serves what SaaS has, and Redis holds all of it once it is back', async (_, goAway, comeBack) => {
    const saas = await StandInSaas.start();
    for (const each of environments) saas.addEnvironment(each);
    const redis = await RedisServer.start();
    const running: RunningRelay[] = [];
    try {
      await goAway(redis);
      const relay = await aRelay(saas, { ...env, REDIS_ADDRESS: redis.address, PORT: String(await freePort()) });
      running.push(relay);
      const primary = new FleetNode(relay.url);
      await until(() => primary.isConnected(), 20_000);
      const stream = await streamOf(primary);
      const changed = saas.patchFlag(environment, flag, { state: 'off' });
      await stream.hears(changed);
      expect(await version(primary)).toBe(changed);

      await comeBack(redis);
      const replicaRelay = await aRelay(saas, { ...env, REDIS_ADDRESS: redis.address, READ_REPLICA: 'true' });
      running.unshift(replicaRelay);
      const replica = new FleetNode(replicaRelay.url);
      await until(() => replica.isConnected(), 20_000);

      expect(await version(replica)).toBe(changed);
      // Its own SDKs may have asked a node that was behind.
      await stream.hears(changed, 2);
      expect(stream.isEnded()).toBe(false);
      expect(saas.streams).toBe(1);
    } finally {
      redis.resume();
      for (const relay of running) await relay.close();
      await saas.close();
      await redis.stop();
    }
  }, 60_000);
});

describe('a fleet whose Redis', () => {
  let fleet: Fleet;

  beforeEach(async () => {
    fleet = await Fleet.start({ environments, replicas: 1, env });
  }, 60_000);

  afterEach(() => fleet.stop());

  const leads = async (): Promise<boolean> => (await fleet.raw.exists('ffproxy:{leader}:lease', 'ffproxy:complete')) === 2;

  it('does not answer for longer than a lease lasts, goes on hearing of changes at the primary, and catches up afterwards', async () => {
    const [replica] = fleet.replicas;
    if (!replica) throw new Error('there is no replica');
    const [stream, atReplica] = [await streamOf(fleet.primary), await streamOf(replica)];
    const known = await token(replica);
    fleet.redis.pause();
    for (let round = 0; round < 3; round++) {
      const told = fleet.saas.patchFlag(environment, flag, { state: round % 2 === 0 ? 'off' : 'on' });
      await stream.hears(told);
      expect(await version(fleet.primary)).toBe(told);
    }
    await until(() => fleet.hasLogged('this node may not write any more'));
    await stream.hears(fleet.saas.patchFlag(environment, flag, { state: 'off' }));
    const last = await version(fleet.primary);
    // The replica says nothing rather than hide that.
    await until(() => atReplica.isEnded());
    expect((await replica.openStream(key, known)).status).toBe(503);
    expect(await version(replica)).toBeLessThan(last);

    fleet.redis.resume();

    await until(async () => (await version(replica)) === last, 20_000);
    await stream.hears(last, 2);
    expect(stream.isEnded()).toBe(false);
    await until(leads);
    expect(fleet.saas.streams).toBe(1);
    await until(async () => (await replica.openStream(key, known)).status === 200);
  }, 60_000);

  it('was emptied while it ran, holds everything again, and no replica takes that for a removal', async () => {
    const [replica] = fleet.replicas;
    if (!replica) throw new Error('there is no replica');
    const before = await fleet.keys();
    const known = await token(replica);
    const statuses = new Set<number>();
    let isOver = false;
    const reading = (async () => {
      while (!isOver) statuses.add((await replica.read(environment, 'feature-configs', known)).status);
    })();

    await fleet.raw.flushall();
    await until(async () => {
      const now = new Set(await fleet.keys());
      return before.filter((name) => !name.startsWith('proxy:')).every((name) => now.has(name));
    }, 20_000);
    const changed = fleet.saas.patchFlag(environment, flag, { state: 'off' });
    await until(async () => (await version(replica)) === changed);
    isOver = true;
    await reading;

    expect(statuses).toEqual(new Set([200]));
    expect(fleet.saas.streams).toBe(1);
  }, 60_000);

  it('comes back empty after it was killed, is filled by the primary, and all nodes go on', async () => {
    const [replica] = fleet.replicas;
    if (!replica) throw new Error('there is no replica');
    await fleet.redis.kill();
    const during = fleet.saas.patchFlag(environment, flag, { state: 'off' });
    await until(async () => (await version(fleet.primary)) === during);
    await fleet.redis.boot();

    await until(leads, 20_000);
    await until(async () => (await version(replica)) === during, 20_000);
    await until(() => replica.isConnected(), 20_000);
    const after = fleet.saas.patchFlag(environment, 'flag-2', { state: 'off' });
    await until(async () => (await version(replica, 'flag-2')) === after);
    expect(fleet.saas.streams).toBe(1);
  }, 60_000);
});

describe('two primaries', () => {
  it('both serve their SDKs while the first is cut off from Redis, and follow one leader again when that is over', async () => {
    let link: TcpRelay | undefined;
    const through = async ({ port }: RedisServer): Promise<string> => (link = await TcpRelay.start(port)).address;
    const fleet = await Fleet.start({ environments, replicas: 1, env, through });
    try {
      const second = await fleet.add({ REDIS_ADDRESS: fleet.redis.address });
      await until(() => second.isConnected(), 20_000);
      expect(fleet.saas.streams).toBe(1);
      const streams = [await streamOf(fleet.primary), await streamOf(second)];

      link?.delay(() => 600_000);
      await fleet.saas.waitForStream(2, 20_000);
      const during = fleet.saas.patchFlag(environment, flag, { state: 'off' });
      for (const stream of streams) await stream.hears(during);
      link?.cut();
      link?.delay(() => 0);

      await until(() => fleet.saas.streams === 1, 20_000);
      for (const stream of streams) stream.close();
      const after = fleet.saas.patchFlag(environment, 'flag-2', { state: 'off' });
      for (const node of [fleet.primary, second, ...fleet.replicas]) {
        await until(async () => (await version(node)) === during && (await version(node, 'flag-2')) === after, 20_000);
        await until(() => node.isConnected(), 20_000);
      }
      expect(fleet.saas.streams).toBe(1);
    } finally {
      await fleet.stop();
      await link?.stop();
    }
  }, 90_000);
});
