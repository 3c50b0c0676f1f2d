import { StandInSaas } from '../../../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../../../support/feature-config.builder.js';
import { freePort, RelayProcess } from '../../../support/relay-process.js';
import { until } from '../../../support/until.js';
import { anSdk } from '../an-sdk.js';
import { SdkCrowd } from './sdk-crowd.js';

// STORM_STREAMS=10000 for the whole storm; the limit of open files has to allow it.
const count = Number(process.env['STORM_STREAMS'] ?? 1_000);
const slowEvery = 10;
/** Of the Node SDK; the longest is twice that. */
const retryMs = 5_000;

describe(`a relay with ${count} streams, of which a tenth is slow`, () => {
  let saas: StandInSaas;
  let relay: RelayProcess;
  let crowd: SdkCrowd;
  let env: Record<string, string>;

  beforeAll(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one'], flags: ['a', 'b', 'c'].map((feature) => aFeatureConfig({ feature })) });
    env = { PORT: String(await freePort()), PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl };
    relay = await RelayProcess.start(env);
    await saas.waitForStream();
    const { token } = await anSdk(relay.url, 'key-one');
    const request = `GET /stream HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer ${token}\r\nAPI-Key: key-one\r\n\r\n`;
    crowd = new SdkCrowd({ port: Number(env['PORT']), request, count, slowEvery, retryMs });
    await crowd.tell('start');
    await untilOpen();
  }, 120_000);

  afterAll(async () => {
    crowd?.stop();
    await relay?.stop('SIGKILL');
    await saas?.close();
  });

  it('tells all others of a burst while the slow ones do not read, and those as soon as they do', async () => {
    await crowd.tell('slow');
    let version = 0;
    for (let change = 0; change < 50; change += 1) version = saas.patchFlag('one', 'a', { state: change % 2 === 0 ? 'off' : 'on' });

    await until(async () => (await crowd.counts(`"version":${version}`)).heard >= count * (1 - 1 / slowEvery), 60_000);
    expect((await crowd.counts(`"version":${version}`)).slowHeard).toBe(0);
    expect((await crowd.counts()).open).toBe(count);

    await crowd.tell('quick');
    await until(async () => (await crowd.counts(`"version":${version}`)).heard === count, 60_000);
  }, 120_000);

  it('gets all of them back after a restart, not at once, and tells them what changed meanwhile', async () => {
    await crowd.tell('forget');
    const endedAt = Date.now();
    relay.signal('SIGTERM');
    const code = await relay.ended();
    const tookMs = Date.now() - endedAt;
    const version = saas.patchFlag('one', 'b', { state: 'off' });
    relay = await RelayProcess.start(env);
    await saas.waitForStream();
    await untilOpen();

    const { accepted, refused } = await crowd.counts();
    const perSecond = new Map<number, number>();
    for (const at of accepted) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1);
    const busiest = Math.max(...perSecond.values()) / count;
    process.stdout.write(`${count} streams: ended within ${tookMs} ms, back over ${perSecond.size} s, ${Math.round(busiest * 100)} % in the busiest second, ${refused} refused once\n`);
    expect(code).toBe(0);
    expect(busiest).toBeLessThanOrEqual(process.env['STORM_STREAMS'] === undefined ? 1 / 3 : 1 / 5);
    await until(async () => (await crowd.counts(`"identifier":"b","version":${version}`)).heard === count, 60_000);
  }, 180_000);

  async function untilOpen(): Promise<void> {
    await until(async () => (await crowd.counts()).open === count, 90_000);
  }
});
