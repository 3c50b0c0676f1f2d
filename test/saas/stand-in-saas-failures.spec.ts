import { askSaas } from './ask-saas.js';
import { authenticateProxy } from './authenticate-proxy.js';
import { StandInSaas } from './stand-in-saas.mjs';

const report = (count: number) => ({
  metricsData: [
    {
      attributes: [
        { key: 'featureIdentifier', value: 'dark-mode' },
        { key: 'variationIdentifier', value: 'true' },
        { key: 'SDK_LANGUAGE', value: 'java' },
        { key: 'SDK_VERSION', value: '1.2.3' },
      ],
      count,
      metricsType: 'FFMETRICS',
      timestamp: 1,
    },
  ],
});

describe('the stand-in SaaS on demand', () => {
  let saas: StandInSaas;
  let environment: string;
  let headers: Record<string, string>;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    environment = saas.addEnvironment();
    headers = await authenticateProxy(saas);
  });

  afterEach(() => saas.close());

  const flags = () => askSaas(saas, `/client/env/${environment}/feature-configs`, { headers });
  const post = (count: number) =>
    askSaas(saas, `/metrics/${environment}?cluster=1`, { method: 'POST', headers, body: JSON.stringify(report(count)) });

  it('fails as often as it was told', async () => {
    saas.fail({ path: '/feature-configs', status: 503, times: 2 });

    const statuses = [(await flags()).status, (await flags()).status, (await flags()).status];

    expect(statuses).toEqual([503, 503, 200]);
  });

  it('fails until it is told to stop, for the paths that match', async () => {
    saas.fail({ path: /env\/.*\/feature-configs$/, status: 500 });

    expect((await flags()).status).toBe(500);
    expect((await askSaas(saas, `/client/env/${environment}/target-segments`, { headers })).status).toBe(200);
    saas.clearFailures();
    expect((await flags()).status).toBe(200);
  });

  it('answers malformed JSON, and breaks connections', async () => {
    saas.fail({ path: '/feature-configs', malformed: true, times: 1 });
    saas.fail({ path: '/feature-configs', reset: true, times: 1 });

    await expect(flags()).rejects.toThrow(SyntaxError);
    await expect(flags()).rejects.toThrow('fetch failed');
  });

  it('hangs, and ends the hanging request when it closes', async () => {
    saas.fail({ path: '/feature-configs', hang: true });
    const hanging = flags();
    await saas.waitForRequest(({ path }) => path.includes('/feature-configs'));

    await Promise.all([expect(hanging).rejects.toThrow('fetch failed'), saas.close()]);
  });

  it('answers late and in full where only a delay was ordered', async () => {
    saas.fail({ path: '/feature-configs', delayMs: 10 });

    expect(await flags()).toEqual({ status: 200, body: [] });
  });

  it('refuses connections until it accepts them again on the same port', async () => {
    const { clientUrl } = saas;

    await saas.refuseConnections();
    await expect(flags()).rejects.toThrow('fetch failed');
    await saas.acceptConnections();

    expect((await flags()).status).toBe(200);
    expect(saas.clientUrl).toBe(clientUrl);
  });

  it('adds up the metrics it accepted, and no others', async () => {
    await post(2);
    saas.fail({ path: '/metrics/', status: 500, times: 1 });
    await post(30);
    saas.fail({ path: '/metrics/', status: 500, times: 1, processed: true });
    const inDoubt = await post(400);

    expect(inDoubt.status).toBe(500);
    expect(saas.metricsCounts()).toEqual([{ environment, flag: 'dark-mode', variation: 'true', sdk: 'java 1.2.3', count: 402 }]);
    expect(await saas.waitForMetrics(({ n }) => n === 2)).toEqual({ n: 2, environment, body: report(400) });
  });

  it('notes targets that are registered with a known SDK key', async () => {
    saas.addSdkKey(environment, 'sdk-key');
    const register = (apiKey: string) =>
      askSaas(saas, '/client/auth', { method: 'POST', body: JSON.stringify({ apiKey, target: { identifier: 'ada' } }) });

    expect((await register('unknown')).status).toBe(401);
    expect((await register('sdk-key')).status).toBe(200);
    expect(saas.registeredTargets).toEqual([{ environment, target: { identifier: 'ada' } }]);
  });

  it('ends a wait for a request that never comes', async () => {
    await expect(saas.waitForRequest(() => false, 10)).rejects.toThrow('within 10 ms');
  });
});
