import { anSdk, itemsRead, openStream } from '../e2e/streaming/an-sdk.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import { outboundConnections } from '../fleet/open-connections.js';
import { until } from '../support/until.js';

const [environment] = fleetEnvironments();
const id = environment?.id ?? '';
const key = environment?.sdkKeys[0] ?? '';

describe('Redis holds what SaaS said, and SaaS is away', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 1 });
    await fleet.saas.refuseConnections();
    await Promise.all(fleet.nodes.map((node) => node.kill()));
  }, 60_000);

  afterAll(() => fleet?.end(), 60_000);

  it.each(['replica', 'primary'] as const)('a %s that starts serves all of it, and lets SDKs in', async (role) => {
    const [node] = role === 'primary' ? fleet.primaries : fleet.replicas;

    await node?.start();

    await fleet.untilAgreed();
    const sdk = await anSdk(node?.url ?? '', key);
    expect(Object.keys(await itemsRead(node?.url ?? '', sdk))).toContain('steady');
  }, 60_000);

  it('they stream and follow changes once SaaS is back', async () => {
    await fleet.saas.acceptConnections();
    await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED')));

    fleet.saas.patchFlag(id, 'f0', { state: 'off' });

    await fleet.untilAgreed();
  }, 60_000);
});

describe('a replica', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 1, env: { FORWARD_TARGETS: 'true' } });
  }, 60_000);

  afterAll(() => fleet?.end(), 60_000);

  it('is connected to Redis and to nothing else, whatever SDKs ask of it', async () => {
    const { primaries: [primary], replicas: [replica] } = fleet;
    if (!primary || !replica) throw new Error('there is no such node');
    // The same look at a node that talks to SaaS shows that.
    expect(new Set(await outboundConnections(primary.process.pid))).toEqual(new Set([primary.redis.address, fleet.wayToSaas.address]));
    const seen = new Set<string>();
    const look = async (): Promise<void> => {
      for (const farSide of await outboundConnections(replica.process.pid)) seen.add(farSide);
    };

    await replica.stop();
    await replica.start({ ready: false });
    // Many looks: a connection that is made and closed again is to be caught.
    await until(async () => {
      await look();
      return (await fetch(`${replica.url}/health/ready`)).ok;
    }, 20_000);
    await replica.untilStream('CONNECTED');
    const asked = askEverything(replica.url, fleet);
    let isOver = false;
    void asked.finally(() => (isOver = true)).catch(() => undefined);
    while (!isOver) await look();
    await asked;

    expect([...seen]).toEqual([replica.redis.address]);
  }, 60_000);
});

/** What may lead to a request elsewhere: a key, a target, metrics, a stream, a change. */
async function askEverything(url: string, { saas }: Fleet): Promise<void> {
  const target = { identifier: 'carol', name: 'Carol', attributes: { plan: 'pro' } };
  await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: key, target }) });
  await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: 'nobody-has-this-key' }) });
  const sdk = await anSdk(url, key);
  const stream = await openStream(url, sdk);
  await fetch(`${url}/client/env/${id}/target/carol/evaluations`, { headers: sdk.headers });
  const entry = { count: 3, metricsType: 'FFMETRICS', timestamp: 1, attributes: [{ key: 'featureIdentifier', value: 'f0' }, { key: 'variationIdentifier', value: 'true' }] };
  await fetch(`${url}/metrics/${id}`, { method: 'POST', headers: sdk.headers, body: JSON.stringify({ metricsData: [entry] }) });
  const version = saas.patchFlag(id, 'f1', { state: 'off' });
  await until(() => stream.events.some((event) => event['version'] === version));
  stream.close();
  await saas.waitForMetrics(({ environment: of }) => of === id, 20_000);
}
