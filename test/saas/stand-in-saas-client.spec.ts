import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

import { aFeatureConfig } from '../support/feature-config.builder.js';
import { askSaas } from './ask-saas.js';
import { authenticateProxy } from './authenticate-proxy.js';
import { sampleConfiguration } from './sample-configuration.mjs';
import { SseReader } from './sse-reader.js';
import { StandInSaasClient } from './stand-in-saas-client.mjs';
import { StandInSaas } from './stand-in-saas.mjs';

describe("the stand-in SaaS's control API", () => {
  let saas: StandInSaas;
  let client: StandInSaasClient;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    client = new StandInSaasClient(saas.controlUrl);
  });

  afterEach(() => saas.close());

  it('changes the configuration and shows it', async () => {
    const id = await client.addEnvironment({ sdkKeys: ['sdk-key'], flags: ['{"feature":"raw","version":4}'] });
    await client.putFlag(id, aFeatureConfig());
    await client.patchFlag(id, 'dark-mode', { state: 'off' });
    await client.deleteFlag(id, 'raw');

    const { environments } = await client.state();

    expect(environments).toMatchObject([{ id, flags: [{ identifier: 'dark-mode', version: 2 }], segments: [] }]);
  });

  it('awaits streams and emits on them', async () => {
    const headers = { ...(await authenticateProxy(saas)), 'API-Key': saas.proxyKey };
    const stream = await SseReader.open(`${saas.clientUrl}/stream`, headers);

    await client.waitForStream();
    await client.emit({ event: 'anything' });

    expect(await stream.until('\n\n')).toBe('event: *\ndata: {"event":"anything"}\n\n');
    await client.dropStreams();
    expect(await client.streams()).toBe(0);
  });

  it('orders failures by pattern', async () => {
    await client.fail({ path: /PROXY\/auth/i, status: 502 });

    await expect(authenticateProxy(saas)).rejects.toThrow('502');
  });

  it('awaits a request that comes later', async () => {
    const awaited = client.waitForRequest(({ path }) => path.endsWith('/second'));
    await askSaas(saas, '/first');
    await askSaas(saas, '/second');

    expect(await awaited).toMatchObject({ n: 2, method: 'GET' });
    await expect(client.waitForRequest(() => false, 10)).rejects.toThrow('within 10 ms');
  });

  it('stays reachable while connections are refused', async () => {
    await client.refuseConnections();
    await expect(askSaas(saas, '/anything')).rejects.toThrow('fetch failed');

    await client.acceptConnections();
    expect((await askSaas(saas, '/anything')).status).toBe(404);
  });

  it('is on the main port, too', async () => {
    const sameState = await new StandInSaasClient(saas.clientUrl.replace('/api/1.0', '/control')).state();

    expect(sameState).toEqual(saas.state);
  });

  it('says what is wrong with a request', async () => {
    await expect(client.deleteFlag('missing', 'flag')).rejects.toThrow('no environment "missing"');
    const response = await fetch(`${saas.controlUrl}/constructor`, { method: 'POST' });

    expect(response.status).toBe(404);
  });
});

describe('the stand-in SaaS as a process', () => {
  it('starts with the sample configuration and says where it is', async () => {
    const env = { ...process.env, SAAS_PORT: '0', SAAS_PROXY_KEY: 'a-key' };
    const child = spawn(process.execPath, [resolve('test/saas/main.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = await once(child.stdout, 'data', { signal: AbortSignal.timeout(10_000) });
    const [controlUrl = ''] = /http\S+\/control/.exec(String(output)) ?? [];

    const state = await new StandInSaasClient(controlUrl).state();

    expect(state.proxyKey).toBe('a-key');
    expect(state.environments.map(({ id }) => id)).toEqual(sampleConfiguration.map(({ id }) => id));
    child.kill();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
