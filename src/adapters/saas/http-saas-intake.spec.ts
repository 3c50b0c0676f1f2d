import { describeSaasIntakeContract } from '../../../test/contract/saas-intake.contract.js';
import { StandInSaas } from '../../../test/saas/stand-in-saas.mjs';
import { aSaasConnection } from '../../../test/support/saas-connection.builder.js';
import { HttpSaasIntake } from './http-saas-intake.js';
import type { SaasConnection } from './saas-connection.js';

describeSaasIntakeContract('HttpSaasIntake', async () => {
  const saas = await StandInSaas.start();
  const connection = aSaasConnection(saas);
  return {
    intake: new HttpSaasIntake(connection),
    environment: saas.addEnvironment({ sdkKeys: ['an SDK key'] }),
    sdkKey: 'an SDK key',
    metrics: () => saas.metrics,
    targets: () => saas.registeredTargets,
    goAway: () => saas.refuseConnections(),
    answerWith: (status) => saas.fail({ path: /\/metrics\/|\/client\/auth/, status }),
    close: async () => {
      await connection.onApplicationShutdown();
      await saas.close();
    },
  };
});

describe('the intake over HTTP', () => {
  const report = { metricsData: [], targetData: [] };
  let saas: StandInSaas;
  let connection: SaasConnection;
  let intake: HttpSaasIntake;
  let environment: string;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    environment = saas.addEnvironment({ sdkKeys: ['an SDK key'] });
    connection = aSaasConnection(saas, { limits: { targetTimeoutMs: 100, requestTimeoutMs: 200 } });
    intake = new HttpSaasIntake(connection);
  });

  afterEach(async () => {
    await connection.onApplicationShutdown();
    await saas.close();
  });

  it('names cluster, account, environment and version of the relay with metrics', async () => {
    await intake.postMetrics(environment, report);

    const post = await saas.waitForRequest(({ path }) => path.includes('/metrics/'));
    expect(post.path).toMatch(new RegExp(`/metrics/${environment}\\?cluster=1$`));
    expect(post.headers).toMatchObject({
      'harness-accountid': 'stand-in-account',
      'harness-environmentid': environment,
      'harness-sdk-info': expect.stringMatching(/^Proxy \d+\.\d+\.\d+/),
      'content-type': 'application/json',
    });
  });

  it('renews an expired token and posts once more', async () => {
    await intake.postMetrics(environment, report);
    saas.expireTokens();

    expect(await intake.postMetrics(environment, report)).toBe('accepted');
    expect(saas.metrics).toHaveLength(2);
  });

  it('keeps metrics whose token is refused even when renewed', async () => {
    saas.fail({ path: '/metrics/', status: 401 });

    expect(await intake.postMetrics(environment, report)).toBe('retry');
    expect(saas.requests.filter(({ path }) => path.includes('/metrics/'))).toHaveLength(2);
  });

  it('keeps metrics while the proxy key is refused', async () => {
    saas.deleteProxyKey();

    expect(await intake.postMetrics(environment, report)).toBe('retry');
  });

  it('attempts a post once', async () => {
    saas.fail({ path: '/metrics/', status: 503 });

    await intake.postMetrics(environment, report);

    expect(saas.requests.filter(({ path }) => path.includes('/metrics/'))).toHaveLength(1);
  });

  it('gives up waiting for an answer that does not come', async () => {
    saas.fail({ path: /\/metrics\/|\/client\/auth/, hang: true });

    expect(await intake.postMetrics(environment, report)).toBe('retry');
    expect(await intake.registerTarget('an SDK key', { identifier: 'ada', name: 'Ada', attributes: {} })).toBe('retry');
  });

  it('answers instead of rejecting once it is closed', async () => {
    await connection.onApplicationShutdown();

    expect(await intake.postMetrics(environment, report)).toBe('retry');
    expect(await intake.registerTarget('an SDK key', { identifier: 'ada', name: 'Ada', attributes: {} })).toBe('retry');
  });
});
