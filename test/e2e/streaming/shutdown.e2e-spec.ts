import { setTimeout as delay } from 'node:timers/promises';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, openStream, type AnSdk } from './an-sdk.js';
import { SlowRequest } from './slow-request.js';

const delaySeconds = 2;
/** What the documentation promises beyond that. */
const atMostMs = 10_000;
const streamCount = 100;

const report = JSON.stringify({
  metricsData: [
    {
      count: 5,
      metricsType: 'FFMETRICS',
      timestamp: 1_700_000_000_000,
      attributes: [
        { key: 'featureIdentifier', value: 'dark-mode' },
        { key: 'variationIdentifier', value: 'true' },
        { key: 'SDK_LANGUAGE', value: 'java' },
        { key: 'SDK_VERSION', value: '1.0.0' },
      ],
    },
  ],
});

describe('the relay as a process', () => {
  let saas: StandInSaas;
  let relay: RelayProcess;
  let sdk: AnSdk;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one'], flags: [aFeatureConfig()] });
    relay = await RelayProcess.start({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, SHUTDOWN_DELAY: String(delaySeconds) });
    await saas.waitForStream();
    sdk = await anSdk(relay.url, 'key-one');
  }, 30_000);

  afterEach(async () => {
    await relay.stop('SIGKILL');
    await saas.close();
  });

  it('answers under load what has begun, ends streams one after the other, posts metrics and exits with 0 on SIGTERM', async () => {
    const streams = await Promise.all(Array.from({ length: streamCount }, () => openStream(relay.url, sdk)));
    const post = { ...sdk.headers, 'content-type': 'application/json' };
    const begun = await Promise.all(Array.from({ length: 5 }, () => SlowRequest.begin(relay.url, '/metrics/one?cluster=1', post, report)));
    const outcomes = new Map<string, number>();
    const load = new AbortController();
    const readers = Array.from({ length: 4 }, () => reading(outcomes, load.signal));
    await until(() => (outcomes.get('200') ?? 0) > 20);

    const signalledAt = performance.now();
    relay.signal('SIGTERM');
    const kill = setTimeout(() => relay.signal('SIGKILL'), delaySeconds * 1_000 + atMostMs);
    await until(async () => (await fetch(`${relay.url}/health/ready`)).status === 503);
    const refused = await openStream(relay.url, sdk);
    const late = await fetch(`${relay.url}/metrics/one?cluster=1`, { method: 'POST', headers: post, body: report });
    const version = saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await until(() => streams.every(({ events }) => events.some((event) => event['version'] === version)));
    const open = streams.filter(({ ended }) => !ended).length;
    load.abort();
    await Promise.all(readers);
    const ends = await Promise.all(streams.map(async (stream) => stream.untilEnded().then(() => performance.now())));
    await untilNobodyListens();
    const answers = await Promise.all(begun.map((request) => request.finish()));
    const exitCode = await relay.ended();
    const tookMs = performance.now() - signalledAt;
    clearTimeout(kill);

    expect([...outcomes.keys()]).toEqual(['200']);
    expect([refused.status, refused.body, late.status, late.headers.get('connection')]).toEqual([503, '', 200, 'close']);
    expect(answers).toEqual(begun.map(() => expect.stringMatching(/^http\/1.1 200 [^]*connection: close/)));
    expect(open).toBe(streamCount);
    expect(streams.every(({ chunks }) => chunks.at(-1) === '')).toBe(true);
    // How they spread is shown with a clock of its own; here the reader may have been held up while they ended.
    expect(relay.output.join('')).toContain(`"streams":${streamCount},"spreadMs":${streamCount * 5}`);
    expect(exitCode).toBe(0);
    expect(saas.metricsCounts()).toMatchObject([{ environment: 'one', flag: 'dark-mode', count: 5 * (begun.length + 1) }]);
    process.stdout.write(`shutdown under load: ${outcomes.get('200')} reads answered, ${streamCount} streams ended over ${Math.round(Math.max(...ends) - Math.min(...ends))} ms, the end ${Math.round(tookMs)} ms after the signal\n`);
  }, 60_000);

  it('exits with 0 although SaaS never answers', async () => {
    saas.fail({ path: '/', hang: true });
    saas.freezeStreams();

    const deadline = setTimeout(() => relay.signal('SIGKILL'), delaySeconds * 1_000 + atMostMs);
    relay.signal('SIGTERM');
    const exitCode = await relay.ended();
    clearTimeout(deadline);

    expect(exitCode).toBe(0);
  }, 30_000);

  /** Until told otherwise, or nobody listens any more. */
  async function reading(outcomes: Map<string, number>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await fetch(`${relay.url}/client/env/one/feature-configs?cluster=1`, { headers: sdk.headers }).then(
        async (answer) => answer.arrayBuffer().then(() => String(answer.status)),
        (error: unknown) => String(error instanceof Error ? error.cause : error),
      );
      if (outcome.includes('ECONNREFUSED')) return;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      await delay(5);
    }
  }

  function untilNobodyListens(): Promise<unknown> {
    return until(async () => fetch(`${relay.url}/health/live`).then(() => false, () => true));
  }
});
