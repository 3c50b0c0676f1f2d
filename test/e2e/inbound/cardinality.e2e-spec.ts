import { METHODS } from 'node:http';
import { RelayMetrics } from '../../../src/prometheus/relay-metrics.js';
import { referenceClaims, signedToken } from '../support/signed-token.js';
import { sendRaw } from '../support/send-raw.js';
import { until } from '../../support/until.js';
import { aWorld, bearer, productionSdk, type World } from '../support/world.js';

const rounds = 150;
const routes = ['feature-configs', 'feature-configs/{n}', 'target-segments', 'target-segments/{n}', 'target/{n}/evaluations', 'target/{n}/evaluations/{n}', 'stream'];

/** SDKs that are told apart: the bound of `ff_proxy_sdk_usage`, but for one more per environment. */
const mostSdks = 2000;
/** Environments that are told apart in what is asked of SaaS. */
const mostEnvironments = 1000;

const { environment, key } = productionSdk;
const attribute = (name: string, value: string) => ({ key: name, value });
const entry = (sdk: string) => ({
  count: 1,
  attributes: [attribute('featureIdentifier', `flag-${sdk}`), attribute('target', sdk), attribute('SDK_LANGUAGE', `language-${sdk}`), attribute('SDK_TYPE', `\n"type-${sdk}`), attribute('SDK_VERSION', `v${sdk}`.repeat(40))],
});
const postOf = (sdks: readonly string[]) => ({ metricsData: sdks.map(entry), targetData: sdks.map((identifier) => ({ identifier, name: identifier, attributes: [] })) });
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

async function seriesOf(world: World): Promise<readonly string[]> {
  return (await world.ask('/metrics')).text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Paths, keys, tokens, headers, environments and methods that nobody used before. */
async function flood(world: World, name: string): Promise<void> {
  for (const n of names(name, rounds)) {
    const headers = { 'harness-sdk-info': n, 'harness-environmentid': n, 'harness-accountid': n, 'user-agent': n, 'api-key': n };
    const claims = { ...referenceClaims(n, n), clusterIdentifier: n };
    const route = routes[Number(n.split('-').at(-1)) % routes.length]?.replaceAll('{n}', n) ?? '';
    await Promise.all([
      world.ask(`/${n}/${n}`, { headers }),
      world.ask(`/client/env/${n}/${route}`, { headers }),
      world.ask(`/client/env/${n}/${route}`, { headers: { ...headers, authorization: `Bearer ${signedToken(claims)}` } }),
      world.ask(`/client/env/${environment}/${route}`, { headers: { ...headers, ...bearer(productionSdk) } }),
      world.ask('/client/auth', { method: 'POST', body: { apiKey: n, target: { identifier: n } } }),
      world.ask('/client/auth', { method: 'POST', body: { apiKey: key, target: { identifier: n, attributes: { [n]: n } } } }),
    ]);
  }
  for (const method of METHODS.filter((known) => known !== 'CONNECT')) {
    for (const path of [`/${name}`, '/client/auth', `/metrics/${name}`]) await sendRaw(world.relay.url, `${method} ${path} HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\n\r\n`);
  }
}

describe('the number of series', () => {
  let world: World;
  afterEach(() => world.close());

  it('does not grow with paths, keys, tokens, targets and methods that nobody used before', async () => {
    world = await aWorld();
    await flood(world, 'first');
    const before = await seriesOf(world);

    await flood(world, 'second');

    const after = await seriesOf(world);
    expect(after.length - before.length).toBeLessThan(20);
    expect(after.length).toBeLessThan(1500);
    expect(after.filter((line) => /(first|second)-\d/.test(line))).toEqual([]);
  }, 60_000);

  it('grows with SDKs that posts name up to a bound, and no label holds more than 64 characters of them', async () => {
    world = await aWorld();
    const post = (sdks: readonly string[]) => world.askAs(productionSdk, `/metrics/${environment}`, { method: 'POST', body: postOf(sdks) });
    await post(names('known', 1));
    const before = await seriesOf(world);

    for (let n = 0; n < 8; n++) expect((await post(names(`sdk-${n}`, 1000))).status).toBe(200);

    const after = await seriesOf(world);
    const usage = after.filter((line) => line.startsWith('ff_proxy_sdk_usage{'));
    expect(usage).toHaveLength(mostSdks + 1);
    expect(usage.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(8001);
    expect(usage.filter((line) => /"[^"]{65,}"/.test(line))).toEqual([]);
    expect(after.length - before.length).toBeLessThan(mostSdks + 50);
  }, 30_000);

  it('grows with environments that posts name, where nobody checks them, up to a bound', async () => {
    world = await aWorld({ env: { BYPASS_AUTH: 'true', METRIC_FLUSH_BYTES: '1', LOG_LEVEL: 'error' } });
    const before = await seriesOf(world);
    const invented = names('environment', mostEnvironments + 100);

    const statuses = await Promise.all(invented.map(async (name) => (await world.ask(`/metrics/${name}`, { method: 'POST', body: postOf(['go']) })).status));
    expect(new Set(statuses)).toEqual(new Set([200]));

    const { metricsForwarded } = world.relay.app.get(RelayMetrics, { strict: false });
    const posts = async () => (await metricsForwarded.get()).values.reduce((sum, { value }) => sum + value, 0);
    await until(async () => (await posts()) >= invented.length, 80_000);
    const after = await seriesOf(world);
    expect(after.filter((line) => line.startsWith('ff_proxy_metrics_forwarded{'))).toHaveLength(mostEnvironments + 1);
    expect(after.filter((line) => line.startsWith('ff_proxy_to_client_service_requests{') && line.includes('/metrics')).length).toBeLessThanOrEqual(mostEnvironments + 1);
    // Each has one series of posts, one of answers and 11 of how long these took; the rest are SDKs.
    expect(after.length - before.length).toBeLessThan(mostEnvironments * 13 + mostSdks + 100);
  }, 90_000);
});
