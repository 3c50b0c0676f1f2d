import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, itemsRead, openStream, type AnSdk } from '../streaming/an-sdk.js';
import { RelayUnderTest } from './relay-under-test.js';

describe('a relay that loses SaaS', () => {
  let saas: StandInSaas;
  let relay: RelayUnderTest;
  let sdk: AnSdk;

  const start = async (env: Record<string, string> = {}) => {
    relay = await RelayUnderTest.start(saas, env);
    await relay.untilStream('CONNECTED');
    sdk = await anSdk(relay.url, 'key-one');
  };
  const asked = (part: string) => saas.requests.filter(({ path }) => path.includes(part)).length;

  beforeEach(async () => {
    saas = await StandInSaas.start({ heartbeatMs: 200 });
    saas.addEnvironment({
      id: 'one',
      sdkKeys: ['key-one'],
      flags: [aFeatureConfig({ feature: 'same' }), aFeatureConfig({ feature: 'patched' }), aFeatureConfig({ feature: 'gone' }), aFeatureConfig({ feature: 'again' })],
      segments: [aSegment()],
    });
  });

  afterEach(async () => {
    await relay.close();
    await saas.close();
  });

  it.each([
    ['ends', () => saas.dropStreams()],
    ['breaks', () => saas.resetStreams()],
    ['falls silent', () => saas.freezeStreams()],
  ])('ends SDK streams when its stream %s, polls at once and once more before it is connected', async (_, lose) => {
    await start({ SAAS_STREAM_IDLE_TIMEOUT: '1' });
    const stream = await relay.stream(sdk);
    saas.clearRequests();

    lose();
    await stream.untilEnded();
    await relay.untilStream('CONNECTED');

    const order = saas.requests.map(({ path }) => path.replace(/\?.*/, '').replace(/.*1\.0/, ''));
    expect(order.slice(0, 5)).toEqual(['/proxy/auth', '/proxy/config', '/stream', '/proxy/auth', '/proxy/config']);
    expect((await relay.stream(sdk)).status).toBe(200);
  });

  it('does not let in SDK streams before the fetch after the connect has ended', async () => {
    await start();
    const stream = await relay.stream(sdk);
    saas.fail({ path: '/proxy/config', times: 1, status: 404 });
    saas.fail({ path: '/proxy/config', times: 1, delayMs: 300 });
    saas.dropStreams();
    await stream.untilEnded();
    await saas.waitForStream();

    const early = await openStream(relay.url, sdk);
    const { streamStatus } = (await relay.health()).body;

    expect([early.status, early.body, streamStatus?.state]).toEqual([503, '', 'DISCONNECTED']);
    early.close();
    await relay.untilStream('CONNECTED');
  });

  it('tells exactly what changed meanwhile to SDKs that come back', async () => {
    await start();
    await saas.refuseConnections();
    await relay.untilStream('DISCONNECTED');
    saas.patchFlag('one', 'patched', { state: 'off' });
    saas.deleteFlag('one', 'gone');
    saas.patchFlag('one', 'again', { state: 'off' });
    saas.putFlag('one', aFeatureConfig({ feature: 'new' }));
    saas.patchSegment('one', 'beta-testers', { name: 'Beta' });
    await saas.acceptConnections();

    const stream = await relay.stream(sdk);
    await stream.untilEvents(5);

    expect(stream.events.map(({ event, domain, identifier, version }) => [event, domain, identifier, version])).toEqual([
      ['delete', 'flag', 'gone', 2],
      ['patch', 'flag', 'patched', 2],
      ['patch', 'flag', 'again', 2],
      ['create', 'flag', 'new', 1],
      ['patch', 'target-segment', 'beta-testers', 2],
    ]);
  });

  it('tells of flags and groups with identifiers of any kind, each by its own', async () => {
    const names = ['a.b', 'c d', 'ünïcode', 'x/y-feature-config-z', 'latest'];
    for (const name of names) saas.putFlag('one', aFeatureConfig({ feature: name }));
    for (const name of names) saas.putSegment('one', aSegment({ identifier: name }));
    await start();
    await saas.refuseConnections();
    await relay.untilStream('DISCONNECTED');
    for (const name of names) saas.patchFlag('one', name, { state: 'off' });
    for (const name of names) saas.deleteSegment('one', name);
    await saas.acceptConnections();

    const stream = await relay.stream(sdk);
    await stream.untilEvents(2 * names.length);

    const told = stream.events.map(({ event, domain, identifier }) => `${event} ${domain} ${identifier}`);
    expect(told.toSorted()).toEqual([...names.map((name) => `delete target-segment ${name}`), ...names.map((name) => `patch flag ${name}`)].toSorted());
  });

  it('tells of a flag that was deleted and created again meanwhile as both', async () => {
    saas.patchFlag('one', 'again', { state: 'off' });
    await start();
    await saas.refuseConnections();
    await relay.untilStream('DISCONNECTED');
    saas.deleteFlag('one', 'again');
    saas.putFlag('one', aFeatureConfig({ feature: 'again' }));
    await saas.acceptConnections();

    const stream = await relay.stream(sdk);
    await stream.untilEvents(2);

    expect(stream.events.map(({ event, identifier }) => [event, identifier])).toEqual([['delete', 'again'], ['create', 'again']]);
  });

  it('serves what it has, and is healthy and ready, while SaaS is away', async () => {
    await start();
    await saas.refuseConnections();
    await relay.untilStream('DISCONNECTED');

    expect(await itemsRead(relay.url, await anSdk(relay.url, 'key-one'))).toEqual({ same: 1, patched: 1, gone: 1, again: 1 });
    expect((await relay.health()).body.configStatus?.state).toBe('SYNCED');
    expect((await relay.ready()).status).toBe(200);
  });

  it.each([401, 403])('reports a key that is refused with %i, and reads go on', async (status) => {
    await start();
    saas.fail({ path: '/proxy/auth', status });
    saas.dropStreams();

    await until(async () => (await relay.ready()).text.includes(`refused /proxy/auth with status ${status}`));
    expect((await relay.health()).body.streamStatus?.state).toBe('DISCONNECTED');
    expect(relay.logged({ level: 50, msg: 'configuration could not be fetched: our key is refused' })).toBe(true);
    expect(await itemsRead(relay.url, sdk)).toMatchObject({ same: 1 });
    expect(JSON.stringify(relay.running.logs)).not.toContain(saas.proxyKey);
  });

  it('has failed to synchronise when SaaS is away from the start, and heals when it comes', async () => {
    await saas.refuseConnections();
    relay = await RelayUnderTest.start(saas);
    expect((await relay.ready()).status).toBe(503);
    await until(async () => (await relay.health()).status === 500);
    const refused = await openStream(relay.url, { key: 'k', token: 't', environment: 'one', headers: { Authorization: 'Bearer t', 'API-Key': 'key-one' } });
    expect([refused.status, refused.body]).toEqual([503, '']);
    refused.close();

    await saas.acceptConnections();
    await relay.untilStream('CONNECTED');

    expect((await relay.ready()).status).toBe(200);
    expect(await itemsRead(relay.url, await anSdk(relay.url, 'key-one'))).toMatchObject({ same: 1 });
  });

  it('serves an environment whose lists are null, and a key without environments', async () => {
    saas.replaceAllFlags('one', null, { announce: false });
    saas.replaceAllSegments('one', null, { announce: false });
    await start();
    expect(await itemsRead(relay.url, sdk)).toEqual({});

    saas.removeEnvironment('one', { announce: false });
    saas.dropStreams();

    await until(async () => (await fetch(`${relay.url}/client/env/one/feature-configs`, { headers: sdk.headers })).status === 401);
    await relay.untilStream('CONNECTED');
    expect((await relay.health()).body.configStatus?.state).toBe('SYNCED');
  });

  it('does not storm SaaS when streams break off early', async () => {
    await start({ SAAS_POLL_INTERVAL: '60' });
    saas.clearRequests();
    saas.dropStreams();
    await relay.untilStream('CONNECTED');
    saas.dropStreams();
    await relay.untilStream('DISCONNECTED');
    const before = asked('/proxy/auth');
    await relay.untilStream('CONNECTED');

    expect(before).toBeLessThanOrEqual(3);
    expect(asked('/stream')).toBe(2);
  }, 15_000);
});
