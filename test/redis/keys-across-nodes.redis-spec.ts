import { hashSdkKey } from '../../src/modules/auth/index.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';
import type { FleetNode } from './fleet-node.js';

const environment = 'production';
const key = 'standing-key';
const everyWay = (status: number) => [status, status, status, status, status];

/** Longer than the tests take: a replica behind it hears of no change while they run. */
const deafForMs = 60_000;

describe('an SDK key in a fleet', () => {
  let fleet: Fleet;
  let relay: TcpRelay;
  let deaf: FleetNode;
  let hearing: FleetNode;

  beforeAll(async () => {
    let isDeaf = false;
    fleet = await Fleet.start({
      environments: [{ id: environment, sdkKeys: [key], flags: [aFeatureConfig({ feature: 'flag-1' })], segments: [] }],
      replicas: 1,
    });
    relay = await TcpRelay.start(fleet.redis.port, (direction, { opening }) => (isDeaf && direction === 'to client' && opening.includes('ff-relay-events') ? deafForMs : 0));
    deaf = await fleet.addReplica(relay.address);
    hearing = fleet.replicas[0] ?? fleet.primary;
    isDeaf = true;
  }, 60_000);

  afterAll(async () => {
    await fleet?.stop();
    await relay?.stop();
  });

  const listed = async (sdkKey: string) => (await fleet.raw.get(`env-${environment}-api-configs`))?.includes(hashSdkKey(sdkKey));

  it('gives a token on one node that works on all, and is made known to all by whoever asks first', async () => {
    for (const [index, issuer] of [deaf, hearing, fleet.primary].entries()) {
      const fresh = `fresh-key-${index}`;
      fleet.saas.addSdkKey(environment, fresh, { announce: true });
      await until(() => listed(fresh));

      const token = String(await issuer.authenticate(fresh));

      for (const node of [fleet.primary, hearing, deaf]) expect((await node.read(environment, 'feature-configs/flag-1', token)).status).toBe(200);
    }
  });

  it('opens an environment that the asked node has not heard of', async () => {
    fleet.saas.addEnvironment({ id: 'staging', sdkKeys: ['staging-key'], flags: [aFeatureConfig({ feature: 'flag-2' })] }, { announce: true });
    await until(async () => (await fleet.raw.exists(`auth-key-${hashSdkKey('staging-key')}`)) === 1);

    const token = String(await deaf.authenticate('staging-key'));

    expect((await deaf.read('staging', 'feature-configs/flag-2', token)).status).toBe(200);
  });

  it('is refused on every node from the first request after its removal was written', async () => {
    for (let round = 0; round < 10; round++) {
      const passing = `passing-key-${round}`;
      fleet.saas.addSdkKey(environment, passing, { announce: true });
      await until(() => listed(passing));
      const token = String(await deaf.authenticate(passing));
      for (const node of [fleet.primary, hearing, deaf]) expect(await node.statuses(environment, passing, token)).toEqual(everyWay(200));

      fleet.saas.removeSdkKey(environment, passing, { announce: true });
      await until(async () => !(await listed(passing)));

      const refused = await Promise.all([deaf, hearing, fleet.primary].map((node) => node.statuses(environment, passing, token)));
      expect(refused).toEqual([everyWay(401), everyWay(401), everyWay(401)]);
      for (const node of fleet.nodes) expect(await node.authenticate(passing)).toBe(401);
    }
  }, 30_000);

  it('loses its streams on every node with its removal, and nobody else loses any', async () => {
    fleet.saas.addSdkKey(environment, 'streaming-key', { announce: true });
    await until(() => listed('streaming-key'));
    const token = String(await deaf.authenticate('streaming-key'));
    const standing = String(await deaf.authenticate(key));
    const streams = await Promise.all(fleet.nodes.map((node) => node.openStream('streaming-key', token)));
    const others = await Promise.all(fleet.nodes.map((node) => node.openStream(key, standing)));
    expect([...streams, ...others].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);

    fleet.saas.removeSdkKey(environment, 'streaming-key', { announce: true });
    await until(async () => !(await listed('streaming-key')));
    // The one that hears nothing finds out with the next request.
    await deaf.read(environment, 'feature-configs', standing);

    await Promise.all(streams.map(({ ended }) => ended));
    const open = await Promise.race([Promise.all(others.map(({ ended }) => ended)), new Promise((resolve) => setTimeout(resolve, 300, 'open'))]);
    expect(open).toBe('open');
    for (const stream of others) stream.close();
  });

  it('that is made up is refused, however many there are, with few reads of Redis', async () => {
    await fleet.raw.config('RESETSTAT');

    let refused = 0;
    for (let round = 0; round < 30; round++) {
      const statuses = await Promise.all(Array.from({ length: 100 }, (_, index) => hearing.authenticate(`made-up-${round}-${index}`)));
      refused += statuses.filter((status) => status === 401 || status === 503).length;
    }

    expect(refused).toBe(3_000);
    const [, reads] = /cmdstat_get:calls=(\d+)/.exec(await fleet.raw.info('commandstats')) ?? [];
    expect(Number(reads)).toBeLessThan(2_400);
    expect(await hearing.authenticate(key)).toEqual(expect.any(String));
  });

  it('that is known opens the door while Redis is away, at once', async () => {
    const token = String(await hearing.authenticate(key));
    fleet.redis.pause();
    await hearing.read(environment, 'feature-configs', token);

    const startedAt = performance.now();
    expect(await hearing.authenticate(key)).toEqual(expect.any(String));
    expect(await hearing.authenticate('never-heard-of')).toBe(503);
    expect((await hearing.read(environment, 'feature-configs', token)).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(3_000);

    fleet.redis.resume();
    expect(await until(async () => (await hearing.authenticate('never-heard-of')) === 401)).toBe(true);
  });
});
