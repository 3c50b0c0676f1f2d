import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { plainLines } from '../../support/plain-lines.js';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';

/** More than the listeners that Node lets one signal have before it warns of a leak. */
const attempts = 15;

describe('a process that starts', () => {
  let saas: StandInSaas;
  let relay: RelayProcess | undefined;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
  });

  afterEach(async () => {
    await relay?.stop();
    await saas.close();
  });

  const start = async () => (relay = await RelayProcess.start({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, SAAS_POLL_INTERVAL: '0.05' }, { ready: false }));

  it('prints its log and no warning of Node’s', async () => {
    const started = await start();

    await started.untilReady();
    await until(() => started.output.join('').includes('"CONNECTED"'));

    expect(plainLines(started.output)).toEqual([]);
  });

  it('prints none either while SaaS refuses it again and again', async () => {
    saas.fail({ path: '/proxy/auth', status: 403 });

    const { output } = await start();

    await until(() => output.join('').split('the stream to SaaS is down').length > attempts, 20_000);
    expect(plainLines(output)).toEqual([]);
  });
});
