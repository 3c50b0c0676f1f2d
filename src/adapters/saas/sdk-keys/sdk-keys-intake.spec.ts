import { describeSaasIntakeContract } from '../../../../test/contract/saas-intake.contract.js';
import { StandInSaas } from '../../../../test/saas/stand-in-saas.mjs';
import { anSdkKeysConnection } from '../../../../test/support/sdk-keys-connection.builder.js';
import { SdkKeysIntake } from './sdk-keys-intake.js';

const report = { metricsData: [{ attributes: [], count: 1, metricsType: 'FFMETRICS', timestamp: 1 }], targetData: [] };

describeSaasIntakeContract('SdkKeysIntake', async () => {
  const saas = await StandInSaas.start();
  const environment = saas.addEnvironment({ sdkKeys: ['a-key'] });
  const connection = anSdkKeysConnection(saas, ['a-key']);
  return {
    intake: new SdkKeysIntake(connection),
    environment,
    sdkKey: 'a-key',
    metrics: () => saas.metrics,
    targets: () => saas.registeredTargets,
    goAway: () => saas.refuseConnections(),
    answerWith: async (status) => {
      await connection.ring.authenticate();
      saas.fail({ path: '/', status });
    },
    close: async () => {
      await connection.onApplicationShutdown();
      await saas.close();
    },
  };
});

describe('metrics by SDK keys', () => {
  it('go out with the token of their own environment', async () => {
    const saas = await StandInSaas.start();
    for (const id of ['one', 'two']) saas.addEnvironment({ id, sdkKeys: [`key-${id}`] });
    const connection = anSdkKeysConnection(saas, ['key-one', 'key-two']);
    const intake = new SdkKeysIntake(connection);

    expect(await intake.postMetrics('two', report)).toBe('accepted');
    expect(await intake.postMetrics('one', report)).toBe('accepted');
    saas.expireTokens();
    expect(await intake.postMetrics('two', report)).toBe('accepted');

    expect(saas.metrics.map(({ environment }) => environment)).toEqual(['two', 'one', 'two']);
    await connection.onApplicationShutdown();
    await saas.close();
  });

  it('of an environment that no key opens are given up, but not while a key may yet open it', async () => {
    const saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one'] });
    saas.addEnvironment({ id: 'two', sdkKeys: ['key-two'] });
    const [whole, partial] = [anSdkKeysConnection(saas, ['key-one']), anSdkKeysConnection(saas, ['key-one', 'key-late'])];

    expect(await new SdkKeysIntake(whole).postMetrics('two', report)).toBe('refused');
    expect(await new SdkKeysIntake(partial).postMetrics('two', report)).toBe('retry');

    for (const connection of [whole, partial]) await connection.onApplicationShutdown();
    await saas.close();
  });
});
