import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, openStream, type AnSdk } from './an-sdk.js';

const report = {
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
};

describe('the relay as a process', () => {
  let saas: StandInSaas;
  let relay: RelayProcess;
  let sdk: AnSdk;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one'], flags: [aFeatureConfig()] });
    relay = await RelayProcess.start({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl });
    await saas.waitForStream();
    sdk = await anSdk(relay.url, 'key-one');
  }, 30_000);

  afterEach(async () => {
    await relay.stop('SIGKILL');
    await saas.close();
  });

  it('ends streams, finishes requests, posts metrics and exits with 0 on SIGTERM', async () => {
    const stream = await until(async () => {
      const opened = await openStream(relay.url, sdk);
      return opened.status === 200 ? opened : undefined;
    });
    const posted = await fetch(`${relay.url}/metrics/one?cluster=1`, {
      method: 'POST',
      headers: { ...sdk.headers, 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
    expect(posted.status).toBe(200);
    const read = () => fetch(`${relay.url}/client/env/one/feature-configs?cluster=1`, { headers: sdk.headers });

    const deadline = setTimeout(() => relay.signal('SIGKILL'), 10_000);
    relay.signal('SIGTERM');
    await stream.untilEnded();
    const duringDrain = await Promise.all(Array.from({ length: 20 }, read));
    const refused = await openStream(relay.url, sdk);
    const exitCode = await relay.ended();
    clearTimeout(deadline);

    expect(duringDrain.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect([refused.status, refused.body]).toEqual([503, '']);
    expect(stream.chunks.at(-1)).toBe('');
    expect(exitCode).toBe(0);
    expect(saas.metricsCounts()).toMatchObject([{ environment: 'one', flag: 'dark-mode', count: 5 }]);
  }, 30_000);

  it('exits with 0 although SaaS never answers', async () => {
    saas.fail({ path: '/', hang: true });
    saas.freezeStreams();

    const deadline = setTimeout(() => relay.signal('SIGKILL'), 10_000);
    relay.signal('SIGTERM');
    const exitCode = await relay.ended();
    clearTimeout(deadline);

    expect(exitCode).toBe(0);
  }, 30_000);
});
