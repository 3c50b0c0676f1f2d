import { setTimeout as delay } from 'node:timers/promises';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import { MeteredSdks } from '../fleet/metered-sdks.js';
import { Exposition } from '../monitoring/exposition.js';
import { until } from '../support/until.js';

const kills = 3;

describe('SDK metrics through a fleet of processes', () => {
  let fleet: Fleet;
  let sdks: MeteredSdks;

  beforeEach(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 1, env: { LEASE_DURATION: '1.5' } });
    sdks = new MeteredSdks(fleet, fleetEnvironments());
    sdks.start();
  }, 60_000);

  afterEach(async () => {
    await sdks.stop();
    await fleet.end();
  }, 30_000);

  const posts = () => fleet.saas.metrics.length;
  const untilMorePosts = async (more = 2) => {
    const before = posts();
    await until(() => posts() >= before + more, 60_000);
  };

  /** The counts of the largest post of each environment, together. */
  const largestPosts = () =>
    fleetEnvironments().reduce((sum, { id }) => {
      const counts = fleet.saas.metrics.filter(({ environment }) => environment === id).map(({ body }) => (body.metricsData ?? []).reduce((all, { count }) => all + count, 0));
      return sum + Math.max(0, ...counts);
    }, 0);

  it('lose nothing when the primary is killed, and at most the post under way of each environment comes twice', async () => {
    for (let kill = 0; kill < kills; kill++) {
      await untilMorePosts();
      // Every other time SaaS has the post and the primary does not know.
      if (kill % 2 === 0) {
        fleet.saas.fail({ path: '/metrics/', method: 'POST', times: 1, processed: true, delayMs: 500, reset: true });
        await untilMorePosts(1);
      }
      await fleet.primaries[0]?.kill();
      await fleet.primaries[0]?.start();
    }
    await untilMorePosts();
    await sdks.stop();

    const surplus = await sdks.surplusOnceCounted();

    process.stdout.write(`  ${kills} kills: ${sdks.taken} counts taken, ${surplus} came twice, at most ${largestPosts()} may for each kill\n`);
    expect(surplus).toBeLessThanOrEqual(kills * largestPosts());
  }, 120_000);

  it('lose nothing when Redis goes away for a while, and at most the post under way of each environment comes twice', async () => {
    await untilMorePosts();
    await fleet.redis.kill();
    await delay(2_000);
    await fleet.redis.boot();
    await untilMorePosts();
    await sdks.stop();

    expect(await sdks.surplusOnceCounted()).toBeLessThanOrEqual(largestPosts());
  }, 120_000);

  it('arrive once each although SaaS refuses posts for a while, with 500, 429 or a connection that is cut', async () => {
    for (const failure of [{ status: 500 }, { status: 429 }, { reset: true }]) {
      await untilMorePosts();
      const refused = () => fleet.saas.requests.filter(({ method, path }) => method === 'POST' && path.includes('/metrics/')).length - posts();
      const before = refused();
      fleet.saas.fail({ path: '/metrics/', method: 'POST', times: 4, ...failure });
      await until(() => refused() >= before + 4, 60_000);
    }
    await untilMorePosts();
    await sdks.stop();

    expect(await sdks.surplusOnceCounted()).toBe(0);
  }, 120_000);

  it('lose nothing when SaaS never answers some posts, and only those that it took all the same come twice', async () => {
    const [primary] = fleet.primaries;
    await primary?.stop();
    await primary?.start({ env: { SAAS_REQUEST_TIMEOUT: '2' } });
    const hanging = { path: '/metrics/', method: 'POST', hang: true };
    let inDoubt = 0;
    for (const isTaken of [false, true, false, true]) {
      await untilMorePosts();
      const before = fleet.saas.metrics.length;
      fleet.saas.fail({ ...hanging, times: 1, processed: isTaken });
      if (isTaken) await until(() => fleet.saas.metrics.length > before, 60_000);
      // The primary gives up waiting, and tries again.
      await untilMorePosts(3);
      inDoubt += Number(isTaken);
    }
    await sdks.stop();

    const surplus = await sdks.surplusOnceCounted();

    process.stdout.write(`  ${inDoubt} posts taken without an answer: ${sdks.taken} counts taken, ${surplus} came twice\n`);
    expect(surplus).toBeLessThanOrEqual(inDoubt * largestPosts());
    const seen = await Exposition.of(primary?.url ?? '');
    expect(seen.values('ff_proxy_metrics_forwarded', 'error')).toEqual(['false', 'true']);
  }, 120_000);

  it('have all been posted, once, when every node has ended by itself', async () => {
    await untilMorePosts();
    await sdks.stop();

    for (const node of [...fleet.replicas, ...fleet.primaries]) expect(await node.stop()).toBe(0);

    expect(sdks.missing()).toEqual([]);
    expect(sdks.surplus()).toBe(0);
  }, 60_000);
});
