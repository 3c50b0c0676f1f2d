import { Redis } from 'ioredis';
import { anSdk, openStream } from '../e2e/streaming/an-sdk.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import type { FleetNode } from '../fleet/fleet-node.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

const [environment] = fleetEnvironments();
const id = environment?.id ?? '';
const longMs = 3_600_000;

describe('a primary that is killed between writing a change to Redis and telling it', () => {
  let fleet: Fleet;
  let raw: Redis;
  let primary: FleetNode;
  let replica: FleetNode;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 1 });
    raw = new Redis(fleet.redis.port, '127.0.0.1', { protocol: 2 });
    const { primaries: [aPrimary], replicas: [aReplica] } = fleet;
    if (!aPrimary || !aReplica) throw new Error('there is no such node');
    [primary, replica] = [aPrimary, aReplica];
  }, 60_000);

  afterAll(async () => {
    raw?.disconnect();
    await fleet?.end();
  }, 60_000);

  const stored = async (part: string): Promise<string> => (await raw.get(`env-${id}-${part}`)) ?? '';

  /** The primary writes what `change` changes, and is killed with the message about it on its way; then it is back at once. */
  async function killedBeforeItTells(event: string, change: () => void, isWritten: () => Promise<boolean>, meanwhile: () => void = () => undefined): Promise<void> {
    let isHeldBack = false;
    primary.redis.delay((direction, _, chunk) => {
      const isMessage = direction === 'to server' && chunk.includes(`"event":"${event}","domain":`);
      isHeldBack ||= isMessage;
      return isMessage ? longMs : 0;
    });
    change();
    await until(async () => isHeldBack && (await isWritten()), 10_000);
    await primary.kill();
    meanwhile();
    primary.redis.delay(() => 0);
    await primary.start();
    await primary.untilStream('CONNECTED');
  }

  const told = (stream: { readonly events: readonly Readonly<Record<string, unknown>>[] }): readonly string[] => stream.events.map(({ event, identifier }) => `${String(event)} ${String(identifier)}`);

  it.each([
    ['flag', 'f1', 'feature-configs', () => fleet.saas.deleteFlag(id, 'f1')],
    ['group', 'g1', 'segments', () => fleet.saas.deleteSegment(id, 'g1')],
  ])('tells SDKs everywhere, once it is back, of the %s that went', async (_, identifier, part, end) => {
    const key = environment?.sdkKeys[0] ?? '';
    const [atPrimary, atReplica] = [await anSdk(primary.url, key), await anSdk(replica.url, key)];
    const idle = await openStream(replica.url, atReplica);
    expect(await stored(part)).toContain(`"${identifier}"`);

    await killedBeforeItTells('delete', end, async () => !(await stored(part)).includes(`"${identifier}"`));

    const again = await openStream(primary.url, atPrimary);
    for (const stream of [again, idle]) await until(() => told(stream).includes(`delete ${identifier}`), 40_000);
    await until(async () => (await raw.keys('ffproxy:untold:*')).length === 0);
    again.close();
    idle.close();
  }, 90_000);

  it('tells of the end before the new life, where the flag began anew meanwhile', async () => {
    const key = environment?.sdkKeys[0] ?? '';
    const [atPrimary, atReplica] = [await anSdk(primary.url, key), await anSdk(replica.url, key)];
    const idle = await openStream(replica.url, atReplica);

    await killedBeforeItTells(
      'delete',
      () => fleet.saas.deleteFlag(id, 'f0'),
      async () => !(await stored('feature-configs')).includes('"f0"'),
      () => fleet.saas.putFlag(id, aFeatureConfig({ feature: 'f0', version: 1 })),
    );

    const again = await openStream(primary.url, atPrimary);
    for (const stream of [again, idle]) {
      await until(() => told(stream).includes('delete f0') && told(stream).lastIndexOf('create f0') > told(stream).lastIndexOf('delete f0'), 40_000);
    }
    await until(async () => (await raw.keys('ffproxy:untold:*')).length === 0);
    again.close();
    idle.close();
  }, 90_000);

  it('has SDKs that nobody asks about told of a flag that changed', async () => {
    const idle = await openStream(replica.url, await anSdk(replica.url, environment?.sdkKeys[0] ?? ''));
    let version = 0;

    await killedBeforeItTells(
      'patch',
      () => {
        version = fleet.saas.patchFlag(id, 'f2', { state: 'off', defaultServe: { variation: 'untold' } });
      },
      async () => (await stored('feature-configs')).includes('untold'),
    );

    await until(() => idle.events.some((event) => event['identifier'] === 'f2' && event['version'] === version), 40_000);
    idle.close();
  }, 90_000);
});

describe('a primary that is killed and started again while Redis is away from it', () => {
  let fleet: Fleet;
  let raw: Redis;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 1 });
    raw = new Redis(fleet.redis.port, '127.0.0.1', { protocol: 2 });
  }, 60_000);

  afterAll(async () => {
    raw?.disconnect();
    await fleet?.end();
  }, 60_000);

  it('tells its own SDKs of what went meanwhile, once it may write Redis again', async () => {
    const { primaries: [primary], replicas: [replica] } = fleet;
    if (!primary || !replica) throw new Error('there is no such node');
    const key = environment?.sdkKeys[0] ?? '';
    const [atPrimary, atReplica] = [await anSdk(primary.url, key), await anSdk(replica.url, key)];
    const idle = await openStream(replica.url, atReplica);
    await primary.kill();
    primary.redis.target(await freePort());
    fleet.saas.deleteFlag(id, 'f1');
    await primary.start();
    await primary.untilStream('CONNECTED');
    const again = await openStream(primary.url, atPrimary);

    // Redis answers and takes nothing: whoever looks for what nobody was told of finds nothing yet.
    await raw.config('SET', 'min-replicas-to-write', '1');
    const looks = await histories(raw);
    primary.redis.target(fleet.redis.port);
    await until(async () => (await histories(raw)) > looks, 20_000);
    expect(await raw.get(`env-${id}-feature-configs`)).toContain('"f1"');
    await raw.config('SET', 'min-replicas-to-write', '0');

    for (const stream of [again, idle]) await until(() => stream.events.some(({ event, identifier }) => event === 'delete' && identifier === 'f1'), 40_000);
    await until(async () => (await raw.keys('ffproxy:untold:*')).length === 0);
    again.close();
    idle.close();
  }, 120_000);
});

/** How often anybody has read what the bus holds. */
async function histories(raw: Redis): Promise<number> {
  return Number(/cmdstat_xrevrange:calls=(\d+)/.exec(await raw.info('commandstats'))?.[1] ?? 0);
}
