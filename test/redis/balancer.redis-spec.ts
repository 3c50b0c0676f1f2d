import { Balancer } from '../support/balancer.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';
import { FleetNode } from './fleet-node.js';

describe('the load balancer that operators are offered', () => {
  let fleet: Fleet;
  let balancer: Balancer | undefined;
  let balanced: FleetNode;

  beforeAll(async () => {
    fleet = await Fleet.start({ environments: [{ id: 'production', sdkKeys: ['key'], flags: [aFeatureConfig({ feature: 'flag-1' })] }], replicas: 2 });
    const [one, two] = fleet.replicas;
    balancer = await Balancer.start([one?.url ?? '', two?.url ?? '']);
    balanced = new FleetNode(balancer.url);
    await until(() => balanced.isConnected());
  }, 60_000);

  afterAll(async () => {
    await balancer?.stop();
    await fleet?.stop();
  });

  it('is a configuration that nginx takes', async () => {
    expect(await balancer?.check()).toBe(0);
  });

  it('passes events on as they come, and what is read after them is never older, whichever node answers', async () => {
    const token = String(await balanced.authenticate('key'));
    const stream = await balanced.openStream('key', token);

    for (let round = 0; round < 10; round++) {
      const version = fleet.saas.patchFlag('production', 'flag-1', { state: round % 2 === 0 ? 'off' : 'on' });
      await until(() => stream.text().includes(`"version":${version}`));
      const answers = await Promise.all(Array.from({ length: 8 }, () => balanced.read('production', 'feature-configs/flag-1', token)));
      for (const { json } of answers) expect((json as { version: number }).version).toBeGreaterThanOrEqual(version);
    }
    stream.close();
  }, 30_000);

  it('goes on with reads while every stream is refused, and when a node is gone', async () => {
    const token = String(await balanced.authenticate('key'));
    await fleet.saas.refuseConnections();
    await until(async () => {
      const { status, close } = await balanced.openStream('key', token);
      close();
      return status === 503;
    });

    for (let round = 0; round < 20; round++) {
      const { status, close } = await balanced.openStream('key', token);
      close();
      expect(status).toBe(503);
      expect((await balanced.read('production', 'feature-configs', token)).status).toBe(200);
    }
    await fleet.stopReplica(0);
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await balanced.read('production', 'feature-configs', token)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  }, 40_000);
});
