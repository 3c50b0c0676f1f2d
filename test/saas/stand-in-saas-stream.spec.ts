import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';
import { askSaas } from './ask-saas.js';
import { authenticateProxy } from './authenticate-proxy.js';
import { hashKey } from './hash-key.mjs';
import { SseReader } from './sse-reader.js';
import { StandInSaas } from './stand-in-saas.mjs';

describe("the stand-in SaaS's stream", () => {
  let saas: StandInSaas;
  let environment: string;
  let stream: SseReader;

  const open = async () => {
    const headers = { ...(await authenticateProxy(saas)), 'API-Key': saas.proxyKey };
    return SseReader.open(`${saas.clientUrl}/stream?cluster=1`, headers);
  };

  beforeEach(async () => {
    saas = await StandInSaas.start({ heartbeatMs: 20 });
    environment = saas.addEnvironment({ flags: [aFeatureConfig()] });
    stream = await open();
  });

  afterEach(async () => {
    stream.close();
    await saas.close();
  });

  /** The events up to a mark, heartbeats left out. */
  const events = async (): Promise<unknown[]> => {
    saas.emitRaw(': mark\n\n');
    const text = await stream.until(': mark\n\n');
    return [...text.matchAll(/event: \*\ndata: (.*)\n\n/g)].map(([, data]) => JSON.parse(data ?? ''));
  };

  it('tells each change of a flag or group', async () => {
    saas.putFlag(environment, aFeatureConfig({ state: 'off' }));
    saas.putFlag(environment, aFeatureConfig({ feature: 'new' }));
    saas.putSegment(environment, aSegment());
    saas.deleteFlag(environment, 'new');
    saas.putFlag(environment, aFeatureConfig(), { announce: false });

    const common = { environment, apiKey: '' };
    expect(await events()).toEqual([
      { event: 'patch', domain: 'flag', identifier: 'dark-mode', version: 2, ...common },
      { event: 'create', domain: 'flag', identifier: 'new', version: 1, ...common },
      { event: 'create', domain: 'target-segment', identifier: 'beta-testers', version: 1, ...common },
      { event: 'delete', domain: 'flag', identifier: 'new', version: 1, ...common },
    ]);
  });

  it('tells what replacing all flags changed', async () => {
    saas.replaceAllFlags(environment, [aFeatureConfig({ feature: 'other' })]);

    expect(await events()).toMatchObject([
      { event: 'delete', identifier: 'dark-mode' },
      { event: 'create', identifier: 'other' },
    ]);
  });

  it('tells changes of what the proxy key may read', async () => {
    saas.addEnvironment({ id: 'second' }, { announce: true });
    saas.addSdkKey('second', 'sdk-key');
    saas.removeSdkKey('second', 'sdk-key');
    saas.removeEnvironment('second');
    saas.deleteProxyKey();

    const apiKey = hashKey('sdk-key');
    expect(await events()).toEqual([
      { event: 'environmentsAdded', domain: 'proxy', environments: ['second'] },
      { event: 'apiKeyAdded', domain: 'proxy', environments: ['second'], apiKey },
      { event: 'apiKeyRemoved', domain: 'proxy', environments: ['second'], apiKey },
      { event: 'environmentsRemoved', domain: 'proxy', environments: ['second'] },
      { event: 'proxyKeyDeleted', domain: 'proxy' },
    ]);
    await expect(authenticateProxy(saas)).rejects.toThrow('403');
  });

  it('tells a deleted proxy key to its own streams alone, and refuses its tokens from then on', async () => {
    saas.addProxyKey('the-next-key');
    const former = await authenticateProxy(saas);
    const next = await authenticateProxy(saas, 'the-next-key');
    const other = await SseReader.open(`${saas.clientUrl}/stream`, { ...next, 'API-Key': 'the-next-key' });
    saas.deleteProxyKey();
    saas.emitRaw(': mark\n\n');

    expect(await stream.until(': mark\n\n')).toContain('proxyKeyDeleted');
    expect(await other.until(': mark\n\n')).not.toContain('proxyKeyDeleted');
    const statusUnder = async (headers: Record<string, string>) => (await askSaas(saas, `/client/env/${environment}/feature-configs`, { headers })).status;
    expect([await statusUnder(former), await statusUnder(next)]).toEqual([403, 200]);
    saas.dropStreams(saas.proxyKey);
    await expect(stream.until('never')).rejects.toThrow('the stream ended');
    expect(saas.streams).toBe(1);
    other.close();
  });

  it('keeps alive with heartbeats', async () => {
    expect(await stream.until(':\n\n:\n\n')).toBe(':\n\n:\n\n');
  });

  it('ends and breaks on demand', async () => {
    saas.dropStreams();
    await expect(stream.until('never')).rejects.toThrow('the stream ended');

    stream = await open();
    saas.resetStreams();
    await expect(stream.until('never')).rejects.not.toThrow('the stream ended');
    await saas.waitForStream(0);
  });

  it('leaves a frozen stream without another byte while a later one lives', async () => {
    saas.emitRaw(': frozen\n\n');
    saas.freezeStreams();
    await stream.until(': frozen\n\n');
    expect(saas.streams).toBe(0);

    const later = await open();
    await saas.waitForStream();
    saas.emitRaw(': last\n\n');
    await later.until(': last\n\n:\n\n');
    const frozen = stream.until(': last\n\n');
    await Promise.all([expect(frozen).rejects.toThrow('terminated'), saas.refuseConnections()]);

    expect(stream.text).toMatch(/: frozen\n\n$/);
    later.close();
  });

  it('shows an SDK key the events of its own environment only', async () => {
    saas.addSdkKey(environment, 'sdk-key');
    const second = saas.addEnvironment();
    const { body } = await askSaas(saas, '/client/auth', { method: 'POST', body: '{"apiKey":"sdk-key"}' });
    const authorization = `Bearer ${(body as { authToken: string }).authToken}`;
    stream = await SseReader.open(`${saas.clientUrl}/stream`, { authorization, 'API-Key': 'sdk-key' });

    saas.putFlag(second, aFeatureConfig());
    saas.putFlag(environment, aFeatureConfig());

    expect(await events()).toMatchObject([{ environment }]);
  });

  it('does not open without a token or with a foreign key', async () => {
    const headers = await authenticateProxy(saas);

    await expect(SseReader.open(`${saas.clientUrl}/stream`, { 'API-Key': saas.proxyKey })).rejects.toThrow('401');
    await expect(SseReader.open(`${saas.clientUrl}/stream`, { ...headers, 'API-Key': 'wrong' })).rejects.toThrow('403');
  });
});
