import { inspect } from 'node:util';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { aSaasConnection } from '../../../test/support/saas-connection.builder.js';
import { StandInSaas } from '../../../test/saas/stand-in-saas.mjs';
import type { FailureRule } from '../../../test/saas/types.mjs';
import { HttpSaasClient } from './http-saas-client.js';
import { HttpSaasIntake } from './http-saas-intake.js';
import type { SaasConnection } from './saas-connection.js';

const proxyKey = 'proxy-key-that-nobody-may-see';
const sdkKey = 'sdk-key-that-nobody-may-see';
const everything = { path: '/' };

const faults: readonly (readonly [string, FailureRule])[] = [
  ['refuses', { ...everything, status: 401 }],
  ['forbids', { ...everything, status: 403 }],
  ['fails', { ...everything, status: 500 }],
  ['sends half an answer', { ...everything, malformed: true }],
  ['echoes what it was asked', { ...everything, body: `{"environments":[{"id":"${proxyKey}", "featureConfigs":[${sdkKey}` }],
  ['breaks the connection', { ...everything, reset: true }],
  ['does not answer', { ...everything, hang: true }],
];

describe('proxy key, SDK keys and tokens', () => {
  let saas: StandInSaas;
  let connection: SaasConnection | undefined;

  beforeEach(async () => {
    saas = await StandInSaas.start({ proxyKey });
  });

  afterEach(async () => {
    await connection?.onApplicationShutdown();
    await saas.close();
  });

  it.each(faults)('stay out of logs and errors when the upstream %s', async (_what, rule) => {
    const environment = saas.addEnvironment({ sdkKeys: [sdkKey] });
    const log = new RecordedLog();
    connection = aSaasConnection(saas, { log, limits: { requestTimeoutMs: 100, targetTimeoutMs: 100 } });
    const client = new HttpSaasClient(connection);
    const intake = new HttpSaasIntake(connection);
    await client.authenticate();
    const token = (await connection.authenticate()).token;
    saas.fail(rule);

    const outcomes = await Promise.allSettled([
      client.fetchConfiguration().next(),
      client.fetchEnvironment(environment),
      client.fetchFeatureConfigs(environment),
      client.openStream(),
      intake.postMetrics(environment, { metricsData: [], targetData: [] }),
      intake.registerTarget(sdkKey, { identifier: 'ada', name: 'Ada', attributes: {} }),
      client.authenticate(),
    ]);
    await connection.onApplicationShutdown();
    await saas.close();

    const seen = inspect(outcomes, { depth: 20, showHidden: true }) + log.lines.join('\n');
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
    for (const secret of [proxyKey, sdkKey, token]) expect(seen).not.toContain(secret);
  });

  it('stay out of logs and errors when a proxy with a password is away', async () => {
    const env = { HTTP_PROXY: 'http://relay:password-of-the-proxy@127.0.0.1:1' };
    connection = aSaasConnection(saas, { env });

    const [outcome] = await Promise.allSettled([new HttpSaasClient(connection).authenticate()]);
    await connection.onApplicationShutdown();
    await saas.close();

    expect(outcome?.status).toBe('rejected');
    expect(inspect(outcome, { depth: 20, showHidden: true })).not.toMatch(/password-of-the-proxy|proxy-key-that/);
  });
});
