import { Redis } from 'ioredis';
import { anSdk, openStream } from '../e2e/streaming/an-sdk.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import { leaderOf } from '../fleet/leader-of.js';
import { MeteredSdks } from '../fleet/metered-sdks.js';
import { until } from '../support/until.js';

const lease = 'ffproxy:{leader}:lease';

describe('a fleet that is told to end under load', () => {
  const [environment] = fleetEnvironments();
  let fleet: Fleet;
  let raw: Redis;
  let metered: MeteredSdks;

  beforeAll(async () => {
    if (!environment) throw new Error('there is no environment');
    // A lease so long that nobody leads soon but after one who has given it back.
    fleet = await Fleet.start({ primaries: 2, replicas: 1, env: { LEASE_DURATION: '120' } });
    raw = new Redis(fleet.redis.port, '127.0.0.1');
    raw.on('error', () => undefined);
    metered = new MeteredSdks(fleet, [environment]);
    metered.start();
  }, 90_000);

  afterAll(async () => {
    await metered?.stop();
    raw?.disconnect();
    await fleet?.end();
  }, 60_000);

  it('hands the lease over at once, ends streams in good order, and exits with 0', async () => {
    const leader = await leaderOf(fleet, raw);
    const stream = await openStream(leader.url, await anSdk(leader.url, environment?.sdkKeys[0] ?? ''));

    const exitCode = await leader.stop();

    expect(exitCode).toBe(0);
    expect([stream.status, stream.chunks.at(-1)]).toEqual([200, '']);
    const next = await leaderOf(fleet, raw, (node) => node !== leader, 30_000);
    await next.untilStream('CONNECTED');
    await leader.start();
  }, 90_000);

  it('leaves in the end no lease, no entry unread and no count behind, and SaaS has got each once', async () => {
    await until(() => metered.taken > 500, 30_000);

    // The replica first: what it still hands over is for the leader to post.
    expect(await Promise.all(fleet.replicas.map((node) => node.stop()))).toEqual([0]);
    const last = await leaderOf(fleet, raw);
    expect(await Promise.all(fleet.primaries.filter((node) => node !== last).map((node) => node.stop()))).toEqual([0]);
    const end = last.stop();
    await end;
    await metered.stop();

    expect(last.process.hasEnded).toBe(true);
    expect(await end).toBe(0);
    expect(await raw.get(lease)).toBeNull();
    const [group] = (await raw.xinfo('GROUPS', 'stream:sdk_metrics')) as (readonly (string | number)[])[];
    expect([group?.[group.indexOf('pending') + 1], group?.[group.indexOf('lag') + 1]]).toEqual([0, 0]);
    expect(metered.missing()).toEqual([]);
    expect(metered.surplus()).toBe(0);
  }, 90_000);
});
