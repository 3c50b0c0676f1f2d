import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { aQuestion } from './a-question.js';
import { Installation } from './installation.js';
import { nodeSdk } from './node-sdk.js';

describe('a relay that is told to end', () => {
  it('posts the metrics that it has gathered first, and ends well', async () => {
    const [{ id, sdkKeys }] = sampleConfiguration;
    const installation = await Installation.start('a single node');
    const session = await nodeSdk.open({ url: installation.url, sdkKey: sdkKeys[0] });
    await session.ask(aQuestion({ flag: 'dark-mode', reads: 25 }));
    await session.close();
    expect(installation.saas.metricsCounts()).toEqual([]);

    const exitCode = await installation.stopRelay();

    expect(exitCode).toBe(0);
    expect(installation.saas.metricsCounts()).toEqual([{ environment: id, flag: 'dark-mode', variation: 'true', sdk: nodeSdk.metricsName, count: 25 }]);
    await installation.stop();
  });
});
