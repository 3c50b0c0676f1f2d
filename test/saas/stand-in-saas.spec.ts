import { StandInSaas } from './stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';

describe('the stand-in SaaS', () => {
  let saas: StandInSaas;

  beforeEach(async () => {
    saas = await StandInSaas.start();
  });

  afterEach(() => saas.close());

  it('refuses a bad proxy key', async () => {
    const response = await fetch(`${saas.clientUrl}/proxy/auth`, { method: 'POST', body: '{"proxyKey":"wrong"}' });

    expect(response.status).toBe(403);
  });

  it('serves', async () => {
    const environment = saas.addEnvironment({ flags: [aFeatureConfig()] });
    const auth = await fetch(`${saas.clientUrl}/proxy/auth`, { method: 'POST', body: JSON.stringify({ proxyKey: saas.proxyKey }) });
    const { authToken } = (await auth.json()) as { authToken: string };
    const response = await fetch(`${saas.clientUrl}/client/env/${environment}/feature-configs`, { headers: { authorization: `Bearer ${authToken}` } });

    expect(await response.json()).toEqual([{ ...aFeatureConfig(), version: 1 }]);
  });
});
