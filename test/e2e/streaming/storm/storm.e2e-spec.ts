import { readFileSync } from 'node:fs';
import { StandInSaas } from '../../../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../../../support/feature-config.builder.js';
import { freePort } from '../../../support/free-port.js';
import { RelayProcess } from '../../../support/relay-process.js';
import { until } from '../../../support/until.js';
import { anSdk } from '../an-sdk.js';
import { SdkCrowd } from './sdk-crowd.js';
import { SlowReaders } from './slow-readers.js';

// STORM_STREAMS=10000 for the whole storm; the limit of open files has to allow it.
const count = Number(process.env['STORM_STREAMS'] ?? 500);
/** Of few streams, more come back in one second by chance, and on a machine that stands still for a moment. */
const busiestAllowed = count >= 10_000 ? 1 / 5 : 1 / 2;
const slow = Math.floor(count / 10);
const quick = count - slow;
/** Of the Node SDK; the longest is twice that. */
const retryMs = 5_000;
const limitMs = count >= 10_000 ? 240_000 : 60_000;

/** Events of about a kilobyte: together about twice what a reader may leave unread. */
const flags = Array.from({ length: 120 }, (_, number) => `${number}-`.padEnd(860, 'x'));
/** What a slow reader may cost before it is dropped, and what the collector of garbage may leave lying about. */
const bytesPerSlowReader = 256 * 1024;
const slackBytes = 256 * 1024 * 1024;

describe(`a relay with ${count} streams, of which a tenth is not read`, () => {
  let saas: StandInSaas;
  let relay: RelayProcess;
  let request: string;
  let env: Record<string, string>;
  let slowReaders: SlowReaders | undefined;
  const crowds: SdkCrowd[] = [];

  beforeAll(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one'], flags: ['b', ...flags].map((feature) => aFeatureConfig({ feature })) });
    env = { PORT: String(await freePort()), PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, STREAM_REPLAY_SECONDS: '600' };
    relay = await RelayProcess.start(env);
    await saas.waitForStream();
    const { token } = await anSdk(relay.url, 'key-one');
    request = `GET /stream HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer ${token}\r\nAPI-Key: key-one\r\n\r\n`;
    await open(quick, 2);
    slowReaders = await SlowReaders.start({ port: Number(env['PORT']), address: '127.0.0.50', count: slow, request });
    await until(async () => (await metric('ff_relay_sdk_streams_open')) === count, limitMs);
  }, 2 * limitMs);

  afterAll(async () => {
    slowReaders?.stop();
    for (const crowd of crowds) crowd.stop();
    await relay?.stop('SIGKILL');
    await saas?.close();
  });

  it('tells all others of every change, drops the slow ones, counts them, and holds little for them', async () => {
    await Promise.all(crowds.map((crowd) => crowd.tell('forget')));
    const before = memory('VmRSS');
    const first = await told();
    const evictedFirst = await metric('ff_relay_sdk_streams_evicted_total');
    const second = await told();
    await until(async () => (await metric('ff_relay_sdk_streams_evicted_total')) === slow, limitMs);
    const after = memory('VmHWM');

    expect(await metric('ff_relay_sdk_streams_open')).toBe(quick);
    expect((await counts()).open).toBe(quick);
    expect(await metric('ff_relay_sdk_streams_evicted_total')).toBe(slow);
    expect(after - before).toBeLessThan(slow * bytesPerSlowReader + slackBytes);
    process.stdout.write(
      `${count} streams: ${flags.length} changes of 1 KB with all ${quick} quick readers after ${first} ms beside ${slow} slow ones, of which ${evictedFirst} were dropped by then, and of another ${flags.length} after ${second} ms; memory ${megabytes(before)} MB before, at most ${megabytes(after)} MB\n`,
    );
  }, 3 * limitMs);

  it('replays to the dropped ones what they missed, once they come back and read', async () => {
    slowReaders?.stop();
    await open(slow, 60);

    await until(async () => (await counts('"identifier":"119-')).heard === count, limitMs);
  }, 2 * limitMs);

  it('gets all of them back after a restart, not at once, and tells them what changed meanwhile', async () => {
    await Promise.all(crowds.map((crowd) => crowd.tell('forget')));
    const version = saas.patchFlag('one', 'b', { description: 'before' }) + 1;
    await Promise.all(crowds.map((crowd) => crowd.tell('seek', `"identifier":"b","version":${version}`)));
    const endedAt = Date.now();
    relay.signal('SIGTERM');
    const code = await relay.ended();
    const tookMs = Date.now() - endedAt;
    saas.patchFlag('one', 'b', { state: 'off' });
    relay = await RelayProcess.start(env);
    await saas.waitForStream();
    await until(async () => (await counts()).open === count, limitMs);

    const { accepted, refused } = await counts();
    const perSecond = new Map<number, number>();
    for (const at of accepted) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1);
    const busiest = Math.max(...perSecond.values()) / count;
    process.stdout.write(`${count} streams: ended within ${tookMs} ms, back over ${perSecond.size} s, ${Math.round(busiest * 100)} % in the busiest second, ${refused} refused once\n`);
    expect(code).toBe(0);
    expect(busiest).toBeLessThanOrEqual(busiestAllowed);
    await until(async () => (await counts()).found === count, limitMs);
  }, 3 * limitMs);

  async function open(sdks: number, firstAddress: number): Promise<void> {
    const crowd = new SdkCrowd({ port: Number(env['PORT']), request, count: sdks, firstAddress, retryMs });
    crowds.push(crowd);
    await crowd.tell('start');
    await until(async () => (await crowd.counts()).open === sdks, limitMs);
  }

  /** Changes every flag; the milliseconds until every quick reader has been told of each change. */
  async function told(): Promise<number> {
    const [before, startedAt] = [(await counts()).fewest, performance.now()];
    for (const feature of flags) saas.patchFlag('one', feature, { description: String(startedAt) });
    await until(async () => (await counts()).fewest >= before + flags.length, limitMs);
    return Math.round(performance.now() - startedAt);
  }

  async function counts(text = '') {
    const parts = await Promise.all(crowds.map((crowd) => crowd.counts(text)));
    const sum = (field: 'open' | 'heard' | 'found' | 'refused') => parts.reduce((total, part) => total + part[field], 0);
    return { open: sum('open'), heard: sum('heard'), found: sum('found'), refused: sum('refused'), fewest: Math.min(...parts.map(({ fewest }) => fewest)), accepted: parts.flatMap(({ accepted }) => accepted) };
  }

  async function metric(name: string): Promise<number> {
    const exposition = await (await fetch(`${relay.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(exposition)?.[1] ?? 0);
  }

  function memory(field: 'VmRSS' | 'VmHWM'): number {
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${relay.pid}/status`, 'utf8'))?.[1]) * 1024;
  }
});

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
