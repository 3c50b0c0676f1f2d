import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { freePort } from '../../support/free-port.js';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, itemsRead, openStream, type AnSdk } from '../streaming/an-sdk.js';
import type { RawStream } from '../streaming/raw-stream.js';

const pace = { SAAS_POLL_INTERVAL: '0.5', METRIC_FLUSH_BYTES: '1', HEARTBEAT_INTERVAL: '0' };
const entry = (count: number) => ({
  count,
  metricsType: 'FFMETRICS',
  timestamp: 1_700_000_000_000,
  attributes: Object.entries({ featureIdentifier: 'dark-mode', variationIdentifier: 'true', SDK_LANGUAGE: 'java', SDK_VERSION: '1.9.3' }).map(([key, value]) => ({ key, value })),
});

/** Three relays, each the upstream of the next: the first has a proxy key, the others an SDK key. */
describe('a chain of relays', () => {
  let saas: StandInSaas;
  let relays: RelayProcess[];
  let middleSettings: Record<string, string>;
  let sdk: AnSdk;
  const streams: RawStream[] = [];

  const last = () => relays.at(-1)?.url ?? '';
  const behind = (upstream: RelayProcess) => ({ ...pace, API_KEYS: 'key-one,client-key-one', CLIENT_SERVICE: upstream.url, METRIC_SERVICE: upstream.url });
  const streamState = async () => ((await (await fetch(`${last()}/health`)).json()) as { streamStatus: { state: string } }).streamStatus.state;
  const stream = () =>
    until(async () => {
      const opened = await openStream(last(), sdk);
      streams.push(opened);
      return opened.status === 200 ? opened : undefined;
    }, 20_000);

  beforeAll(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one', 'client-key-one'], flags: [aFeatureConfig()], segments: [aSegment()] });
    const first = await RelayProcess.start({ ...pace, PROXY_KEY: saas.proxyKey, FORWARD_TARGETS: 'true', CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl });
    relays = [first];
    middleSettings = { ...behind(first), PORT: String(await freePort()) };
    relays.push(await RelayProcess.start(middleSettings));
    relays.push(await RelayProcess.start(behind(relays[1] ?? first)));
    await until(async () => (await streamState()) === 'CONNECTED', 20_000);
    sdk = await anSdk(last(), 'key-one');
  }, 60_000);

  afterAll(async () => {
    for (const opened of streams) opened.close();
    await Promise.all((relays ?? []).map((relay) => relay.stop()));
    await saas?.close();
  });

  it('brings a change to the SDK at its end, whose reads have it by then', async () => {
    const following = await stream();

    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await following.untilEvents(1);
    expect(await itemsRead(last(), sdk)).toEqual({ 'dark-mode': 2 });
    saas.patchSegment('one', 'beta-testers', { name: 'Beta' });
    saas.putFlag('one', aFeatureConfig({ feature: 'new' }));
    saas.deleteFlag('one', 'dark-mode');
    await following.untilEvents(4);

    expect(await itemsRead(last(), sdk)).toEqual({ new: 1 });
    expect(await itemsRead(last(), sdk, 'target-segments')).toEqual({ 'beta-testers': 2 });
  }, 30_000);

  it('brings metrics to the top, each count once', async () => {
    const { environment, headers } = await anSdk(last(), 'client-key-one');
    const post = (count: number) => fetch(`${last()}/metrics/${environment}`, { method: 'POST', headers, body: JSON.stringify({ metricsData: [entry(count)], targetData: [] }) });

    for (const count of [3, 4, 5]) expect((await post(count)).status).toBe(200);

    const counts = () => saas.metricsCounts().map(({ count, ...named }) => ({ ...named, count }));
    await until(() => counts().some(({ count }) => count >= 12), 20_000);
    expect(counts()).toEqual([{ environment: 'one', flag: 'dark-mode', variation: 'true', sdk: 'java 1.9.3', count: 12 }]);
  }, 30_000);

  it('registers a target at the top', async () => {
    const target = { identifier: 'ada', name: 'Ada', attributes: { plan: 'pro' } };

    await fetch(`${last()}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: 'key-one', target }) });

    expect(await saas.waitForTarget()).toMatchObject({ environment: 'one', target });
  });

  it('serves on while its middle is away, and heals when that is back', async () => {
    const [first, middle, end] = relays;
    const following = await stream();
    await middle?.stop('SIGKILL');
    await following.untilEnded();
    await until(async () => (await streamState()) === 'DISCONNECTED');
    const refused = await openStream(last(), sdk);
    expect([refused.status, refused.body]).toEqual([503, '']);
    refused.close();
    expect(await itemsRead(last(), sdk)).toEqual({ new: 1 });
    saas.patchFlag('one', 'new', { state: 'off' });

    relays = [first, await RelayProcess.start(middleSettings), end].filter((relay) => relay !== undefined);
    await until(async () => (await streamState()) === 'CONNECTED', 20_000);

    expect(await itemsRead(last(), sdk)).toEqual({ new: 2 });
    const again = await stream();
    saas.patchFlag('one', 'new', { state: 'on' });
    await until(() => again.events.some(({ version }) => version === 3), 20_000);
  }, 60_000);

  it('tells its end when the top loses SaaS, and serves on', async () => {
    const following = await stream();

    await saas.refuseConnections();
    await following.untilEnded();
    await until(async () => (await streamState()) === 'DISCONNECTED');
    expect(await itemsRead(last(), sdk)).toEqual({ new: 3 });
    await saas.acceptConnections();

    await until(async () => (await streamState()) === 'CONNECTED', 20_000);
    expect((await stream()).status).toBe(200);
  }, 60_000);
});
