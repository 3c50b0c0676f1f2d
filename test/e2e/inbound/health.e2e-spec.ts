import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { shutDown } from '../../../src/shutdown.js';
import { aRelay, type RunningRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import { ask } from '../support/ask.js';
import { bearer, productionSdk } from '../support/world.js';

describe('the probes', () => {
  let saas: StandInSaas;
  let relay: RunningRelay;
  beforeEach(async () => {
    saas = await StandInSaas.start();
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
  });
  afterEach(async () => {
    await relay.close();
    await saas.close();
  });

  const health = (path = '') => ask(relay.url, `/health${path}`);
  const statuses = async () => [(await health()).status, (await health('/live')).status, (await health('/ready')).status];

  it('say that a configuration is served', async () => {
    relay = await aRelay(saas);
    await saas.waitForStream();
    await until(async () => ((await health()).json as { streamStatus: { state: string } }).streamStatus.state === 'CONNECTED');

    expect((await health()).json).toEqual({
      configStatus: { state: 'SYNCED', since: expect.any(Number) },
      streamStatus: { state: 'CONNECTED', since: expect.any(Number) },
      cacheStatus: 'healthy',
    });
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await health('/live')).json).toMatchObject({ status: 'ok' });
    expect((await health('/ready')).json).toMatchObject({ status: 'ok', details: { relay: { status: 'up', configuration: 'SYNCED', environments: 2 } } });
  });

  it('say 503 but alive until the first attempt has ended, and SDKs are told to come back', async () => {
    saas.fail({ path: '/proxy/auth', hang: true });
    relay = await aRelay(saas);

    const answer = await health();
    expect([answer.status, answer.json]).toEqual([503, { error: expect.any(String) }]);
    expect(await statuses()).toEqual([503, 200, 503]);

    const refused = await ask(relay.url, '/client/auth', { method: 'POST', body: { apiKey: productionSdk.key } });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);

    const withToken = await ask(relay.url, `/client/env/${productionSdk.environment}/feature-configs`, { headers: bearer(productionSdk) });
    expect([withToken.status, withToken.headers['retry-after']]).toEqual([503, '1']);
    const stream = await ask(relay.url, '/stream', { headers: { ...bearer(productionSdk), 'api-key': productionSdk.key } });
    expect([stream.status, stream.body.length]).toEqual([503, 0]);
    expect((await ask(relay.url, '/stream')).status).toBe(401);
  });

  it('say 500 when there is nothing to serve and the last attempt failed, and 200 once there is', async () => {
    saas.fail({ path: '/proxy/auth', status: 403 });
    relay = await aRelay(saas);
    await until(async () => (await health()).status === 500);

    expect((await health()).json).toEqual({ error: 'internal error' });
    expect(await statuses()).toEqual([500, 200, 503]);
    const refused = await ask(relay.url, '/client/auth', { method: 'POST', body: { apiKey: productionSdk.key } });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);

    saas.clearFailures();
    await until(async () => (await health()).status === 200, 20_000);
  }, 30_000);

  it('stay well while SaaS is away', async () => {
    relay = await aRelay(saas);
    await saas.waitForStream();

    await saas.refuseConnections();
    await until(async () => ((await health()).json as { streamStatus: { state: string } }).streamStatus.state === 'DISCONNECTED');

    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await health()).json).toMatchObject({ configStatus: { state: 'SYNCED' } });
  });

  it('are ready no more as soon as the relay is shutting down, but alive', async () => {
    relay = await aRelay(saas);
    await until(async () => (await health('/ready')).status === 200);

    const ended = shutDown(relay.app, 1_500);

    expect((await health('/ready')).status).toBe(503);
    expect((await health('/live')).status).toBe(200);
    expect((await health()).headers.connection).toBe('close');
    await ended;
  }, 15_000);
});
