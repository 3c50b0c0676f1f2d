import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, itemsRead, type AnSdk } from '../streaming/an-sdk.js';
import type { RawStream } from '../streaming/raw-stream.js';
import { RelayUnderTest } from './relay-under-test.js';

describe('an event of SaaS', () => {
  let saas: StandInSaas;
  let relay: RelayUnderTest;
  let sdk: AnSdk;
  let second: AnSdk;
  let stream: RawStream;

  const status = async (who: AnSdk, path = 'feature-configs') =>
    (await fetch(`${relay.url}/client/env/${who.environment}/${path}?cluster=1`, { headers: who.headers })).status;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one', 'key-second'], flags: [aFeatureConfig()], segments: [aSegment()] });
    saas.addEnvironment({ id: 'other', sdkKeys: ['key-other'], flags: null, segments: null });
    relay = await RelayUnderTest.start(saas);
    await relay.untilStream('CONNECTED');
    sdk = await anSdk(relay.url, 'key-one');
    second = await anSdk(relay.url, 'key-second');
    stream = await relay.stream(sdk);
    saas.clearRequests();
  });

  afterEach(async () => {
    await relay.close();
    await saas.close();
  });

  it('about a flag is told once the flag can be read', async () => {
    saas.putFlag('one', aFeatureConfig({ feature: 'new' }));
    await stream.untilEvents(1);
    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 1, new: 1 });

    saas.patchFlag('one', 'new', { state: 'off' });
    await stream.untilEvents(2);
    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 1, new: 2 });
    expect(stream.events).toMatchObject([
      { event: 'create', domain: 'flag', identifier: 'new', version: 1 },
      { event: 'patch', domain: 'flag', identifier: 'new', version: 2 },
    ]);
  });

  it('that deletes a flag is told once it is gone, and asks SaaS for nothing', async () => {
    saas.deleteFlag('one', 'dark-mode');
    await stream.untilEvents(1);

    expect(await itemsRead(relay.url, sdk)).toEqual({});
    expect(await status(sdk, 'feature-configs/dark-mode')).toBe(404);
    expect(stream.events).toMatchObject([{ event: 'delete', domain: 'flag', identifier: 'dark-mode' }]);
    expect(saas.requests.filter(({ path }) => path.includes('/client/env'))).toEqual([]);
  });

  it('about a group is told once the group can be read', async () => {
    saas.putSegment('one', aSegment({ identifier: 'new' }));
    saas.patchSegment('one', 'beta-testers', { name: 'Beta' });
    await stream.untilEvents(2);
    expect(await itemsRead(relay.url, sdk, 'target-segments')).toEqual({ 'beta-testers': 2, new: 1 });

    saas.deleteSegment('one', 'beta-testers');
    await stream.untilEvents(3);
    expect(await itemsRead(relay.url, sdk, 'target-segments')).toEqual({ new: 1 });
  });

  it('that deletes and creates a flag again leaves the new one', async () => {
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    saas.deleteFlag('one', 'dark-mode');
    saas.putFlag('one', aFeatureConfig());
    await stream.untilEvents(3);

    expect(stream.events.map(({ event, version }) => [event, version])).toEqual([['patch', 2], ['delete', 2], ['create', 1]]);
    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 1 });
  });

  it('waits for a SaaS that answers from an older copy', async () => {
    const old = JSON.stringify([{ ...aFeatureConfig(), version: 1 }]);
    saas.fail({ path: '/feature-configs', times: 3, body: old });
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);

    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 2 });
    expect(stream.events).toHaveLength(1);
  });

  it('is handled in the end although SaaS fails meanwhile', async () => {
    saas.fail({ path: '/feature-configs', times: 4, status: 500 });
    saas.fail({ path: '/feature-configs', times: 1, malformed: true });
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);

    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 2 });
  });

  it('without a version is told all the same', async () => {
    saas.putFlag('one', aFeatureConfig({ state: 'off' }), { announce: false });
    saas.emit({ event: 'patch', domain: 'flag', identifier: 'dark-mode', environment: 'one' });
    await stream.untilEvents(1);

    expect(stream.events).toMatchObject([{ version: 0, identifier: 'dark-mode' }]);
    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 2 });
  });

  it('that cannot be understood or belongs to nobody ends nothing', async () => {
    saas.emitRaw('event: *\ndata: {nonsense\n\nevent: *\ndata: 7\n\nevent: *\ndata:\n\n');
    saas.emit({ event: 'patch', domain: 'flag', identifier: 'a', version: 1, environment: 'unknown' });
    saas.emit({ event: 'apiKeyAdded', domain: 'proxy', environments: null });
    saas.emit({ event: 'environmentsRemoved', domain: 'proxy', environments: ['unknown'] });
    saas.emit({ event: 'apiKeyRemoved', domain: 'proxy', environments: ['unknown'], apiKey: 'x' });
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);

    expect(stream.events).toHaveLength(1);
    expect(saas.streams).toBe(1);
  });

  it('that adds a key lets it in at once', async () => {
    await expect(anSdk(relay.url, 'key-late')).rejects.toThrow('401');
    saas.addSdkKey('one', 'key-late');

    const late = await until(() => anSdk(relay.url, 'key-late').catch(() => undefined));
    expect(await status(late)).toBe(200);
  });

  it('that removes a key ends its streams and its tokens, and no others', async () => {
    const secondStream = await relay.stream(second);
    saas.removeSdkKey('one', 'key-one');
    await stream.untilEnded();

    expect(await status(sdk)).toBe(401);
    await expect(anSdk(relay.url, 'key-one')).rejects.toThrow('401');
    expect(await status(second)).toBe(200);
    expect(secondStream.ended).toBe(false);

    saas.addSdkKey('one', 'key-one');
    await until(async () => (await status(sdk)) === 200);
  });

  it('that adds an environment serves it', async () => {
    saas.addEnvironment({ id: 'new', sdkKeys: ['key-new'], flags: [aFeatureConfig()] }, { announce: true });

    const late = await until(() => anSdk(relay.url, 'key-new').catch(() => undefined));
    expect(await itemsRead(relay.url, late)).toEqual({ 'dark-mode': 1 });
  });

  it('that comes right after the environment it belongs to is not lost', async () => {
    saas.fail({ path: '/proxy/config', delayMs: 50 });
    saas.addEnvironment({ id: 'new', sdkKeys: ['key-new'], flags: [aFeatureConfig()] }, { announce: true });
    saas.patchFlag('new', 'dark-mode', { state: 'off' });
    saas.addSdkKey('new', 'key-newer');

    const late = await until(() => anSdk(relay.url, 'key-newer').catch(() => undefined));
    await until(async () => (await itemsRead(relay.url, late))['dark-mode'] === 2);
    expect((await anSdk(relay.url, 'key-new')).environment).toBe('new');
  });

  it('that removes an environment ends its streams and tokens, and leaves the others', async () => {
    const other = await anSdk(relay.url, 'key-other');
    const otherStream = await relay.stream(other);
    saas.removeEnvironment('one');
    await stream.untilEnded();

    expect(await status(sdk)).toBe(401);
    await expect(anSdk(relay.url, 'key-one')).rejects.toThrow('401');
    expect(await itemsRead(relay.url, other)).toEqual({});
    expect(otherStream.ended).toBe(false);
  });

  it('that deletes the proxy key removes everything, ends every stream and shows in the health', async () => {
    saas.deleteProxyKey();
    await stream.untilEnded();

    await until(async () => (await relay.health()).status === 500);
    expect(await status(sdk)).toBe(401);
    await expect(anSdk(relay.url, 'key-one')).rejects.toThrow('401');
    const ready = await relay.ready();
    expect(ready.status).toBe(503);
    expect(ready.text).toMatch(/FAILED_TO_SYNC/);
    expect(relay.logged({ msg: 'the proxy key was deleted: everything it gave access to is removed' })).toBe(true);

    saas.addProxyKey(saas.proxyKey);
    await relay.untilStream('CONNECTED');
    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 1 });
  });

  it('is told while SaaS holds every token for expired', async () => {
    saas.expireTokens();
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);

    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 2 });
  });
});
