import { anSdk, openStream } from '../e2e/streaming/an-sdk.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import { until } from '../support/until.js';

const [environment] = fleetEnvironments();
const id = environment?.id ?? '';

describe('a primary that is started again', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 1 });
  }, 60_000);

  afterAll(() => fleet?.end(), 60_000);

  it('tells SDKs everywhere what SaaS deleted and changed while it was away', async () => {
    const { primaries: [primary], replicas: [replica], saas } = fleet;
    if (!primary || !replica) throw new Error('there is no such node');
    const key = environment?.sdkKeys[0] ?? '';
    const [atPrimary, atReplica] = [await anSdk(primary.url, key), await anSdk(replica.url, key)];
    const stream = await openStream(replica.url, atReplica);
    const reborn = { feature: 'by-group', kind: 'boolean', version: 1, variations: [], defaultServe: {}, offVariation: 'false' };
    const known = saas.patchFlag(id, 'f1', { state: 'on' });
    await until(() => stream.events.some((event) => event['identifier'] === 'f1' && event['version'] === known));

    await primary.kill();
    saas.deleteFlag(id, 'f0');
    saas.deleteFlag(id, 'f1');
    saas.putFlag(id, { feature: 'f1', kind: 'boolean', state: 'off', variations: [], defaultServe: {}, offVariation: 'false' });
    saas.deleteFlag(id, 'by-group');
    saas.putFlag(id, { ...reborn, state: 'off' });
    const version = saas.patchFlag(id, 'f2', { state: 'off' });
    await primary.start();
    await primary.untilStream('CONNECTED');

    const again = await openStream(primary.url, atPrimary);
    for (const each of [stream, again]) {
      const told = () => each.events.map(({ event, identifier }) => `${String(event)} ${String(identifier)}`);
      await until(() => ['delete f0', 'delete f1', 'patch f2', 'delete by-group', 'create by-group'].every((event) => told().includes(event)), 20_000);
    }
    expect(stream.events).toContainEqual(expect.objectContaining({ event: 'patch', identifier: 'f2', version }));
    stream.close();
    again.close();
  }, 60_000);
});
