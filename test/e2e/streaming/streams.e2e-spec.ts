import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { aRelay, type RunningRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, itemsRead, openStream, type AnSdk } from './an-sdk.js';
import { RawStream } from './raw-stream.js';

describe('SDK streams over sockets', () => {
  let saas: StandInSaas;
  let relay: RunningRelay;
  let sdk: AnSdk;
  let other: AnSdk;
  const streams: RawStream[] = [];

  const opened = async (who: AnSdk, headers: Record<string, string> = {}) => {
    const stream = await openStream(relay.url, who, headers);
    streams.push(stream);
    expect(stream.status).toBe(200);
    return stream;
  };

  const connected = () =>
    until(async () => ((await (await fetch(`${relay.url}/health`)).json()) as { streamStatus: { state: string } }).streamStatus.state === 'CONNECTED');

  const start = async (env: Record<string, string> = {}) => {
    relay = await aRelay(saas, env);
    await connected();
    sdk = await anSdk(relay.url, 'key-one');
    other = await anSdk(relay.url, 'key-other');
  };

  const metric = async (name: string) => {
    const line = (await (await fetch(`${relay.url}/metrics`)).text()).split('\n').find((each) => each.startsWith(name));
    return Number(line?.split(' ').at(-1));
  };

  beforeEach(async () => {
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one', 'key-second'], flags: [aFeatureConfig()], segments: [aSegment()] });
    saas.addEnvironment({ id: 'other', sdkKeys: ['key-other'], flags: [aFeatureConfig()] });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    for (const stream of streams.splice(0)) stream.close();
    await relay.close();
    await saas.close();
  });

  it('begin with the head and a bare comment as its own chunk, then one chunk for each event, byte for byte', async () => {
    await start();
    const stream = await opened(sdk);
    await until(() => stream.chunks.length === 1);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'transfer-encoding': 'chunked',
      'x-request-id': expect.any(String),
    });
    expect(stream.headers).not.toHaveProperty('content-encoding');

    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);
    saas.putSegment('one', aSegment({ identifier: 'new' }));
    await stream.untilEvents(2);

    expect(stream.chunks).toEqual([
      ':\n\n',
      'event: *\ndata: {"event":"patch","domain":"flag","identifier":"dark-mode","version":2,"environment":"one","apiKey":""}\n\n',
      'event: *\ndata: {"event":"create","domain":"target-segment","identifier":"new","version":1,"environment":"one","apiKey":""}\n\n',
    ]);
  });

  it('carry only the events of their own environment', async () => {
    await start();
    const [own, foreign] = [await opened(sdk), await opened(other)];

    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    saas.patchFlag('other', 'dark-mode', { state: 'off' });
    await own.untilEvents(1);
    await foreign.untilEvents(1);

    expect(own.events.map(({ environment }) => environment)).toEqual(['one']);
    expect(foreign.events.map(({ environment }) => environment)).toEqual(['other']);
  });

  it('open under the path that names the environment as well, and nowhere else', async () => {
    await start();
    const stream = await RawStream.open(relay.url, { path: '/client/env/one/stream', headers: sdk.headers });
    streams.push(stream);
    await until(() => stream.chunks.length === 1);
    const refused = await RawStream.open(relay.url, { path: '/client/env/other/stream', headers: sdk.headers });

    expect(stream.chunks).toEqual([':\n\n']);
    expect([refused.status, refused.headers['content-length'], refused.body]).toEqual([401, '0', '']);
    refused.close();
  });

  it('are refused without a byte of body', async () => {
    await start();
    const cases: [number, Record<string, string>][] = [
      [400, { Authorization: `Bearer ${sdk.token}` }],
      [400, { Authorization: `Bearer ${sdk.token}`, 'API-Key': '' }],
      [401, { 'API-Key': 'key-one' }],
      [401, { Authorization: 'Bearer nonsense', 'API-Key': 'key-one' }],
      [401, { Authorization: `Bearer ${sdk.token}`, 'API-Key': 'key-other' }],
      [404, { Authorization: `Bearer ${sdk.token}`, 'API-Key': 'nobody' }],
    ];

    for (const [status, headers] of cases) {
      const refused = await RawStream.open(relay.url, { headers });
      expect([refused.status, refused.headers['content-length'], refused.body]).toEqual([status, '0', '']);
      refused.close();
    }
  });

  it('are refused with 503 and no body while SaaS cannot be followed', async () => {
    await start();
    await saas.refuseConnections();
    await until(() => relay.logs.some((line) => line['state'] === 'DISCONNECTED'));

    const refused = await openStream(relay.url, sdk);

    expect([refused.status, refused.headers['content-length'], refused.body]).toEqual([503, '0', '']);
    refused.close();
    expect(await itemsRead(relay.url, sdk)).toEqual({ 'dark-mode': 1 });
  });

  it('are no more than MAX_STREAM_CONNECTIONS, and free their place when they end', async () => {
    await start({ MAX_STREAM_CONNECTIONS: '2' });
    const first = await opened(sdk);
    await opened(other);
    const refused = await openStream(relay.url, sdk);
    expect(refused.status).toBe(503);
    refused.close();

    first.close();

    await until(async () => {
      const again = await openStream(relay.url, sdk);
      streams.push(again);
      return again.status === 200;
    });
  });

  it('end after STREAM_MAX_AGE', async () => {
    await start({ STREAM_MAX_AGE: '1' });
    const stream = await opened(sdk);

    await stream.untilEnded();
    expect(stream.chunks).toEqual([':\n\n', '']);
  }, 15_000);

  it('replay a change between two streams to the holder of an old token, and not to a fresh one', async () => {
    turnClock(-300);
    await start();
    const first = await opened(sdk);
    first.close();
    await until(async () => (await metric('ff_relay_sdk_streams_open')) === 0);
    turnClock(-60);
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await until(async () => (await itemsRead(relay.url, sdk))['dark-mode'] === 2);
    turnClock(0);

    const [holder, fresh] = [await opened(sdk), await opened(await anSdk(relay.url, 'key-one'))];
    await holder.untilEvents(1);
    saas.patchFlag('one', 'dark-mode', { state: 'on' });
    await fresh.untilEvents(1);
    await holder.untilEvents(2);

    expect(holder.events.map(({ version }) => version)).toEqual([2, 3]);
    expect(fresh.events.map(({ version }) => version)).toEqual([3]);
  });

  it('make SDKs whose token is older than this process read everything again', async () => {
    await start();
    turnClock(-60);
    const old = await anSdk(relay.url, 'key-one');
    turnClock(0);

    const [server, client] = [await opened(old, { 'Harness-SDK-Info': 'NodeJS 1.8.12 Server' }), await opened(old, { 'Harness-SDK-Info': 'Javascript 1.32.0 Client' })];
    await server.untilEvents(2);
    await client.untilEvents(1);

    expect(server.events).toMatchObject([
      { event: 'patch', domain: 'flag', identifier: 'dark-mode', version: 1 },
      { event: 'patch', domain: 'target-segment', identifier: 'beta-testers', version: 1 },
    ]);
    expect(client.events).toMatchObject([{ event: 'patch', domain: 'target-segment' }]);
  });

  it('are dropped when they are not read, and counted, while others get everything', async () => {
    await start();
    const [slow, good] = [await opened(sdk), await opened(sdk)];
    slow.pause();
    const filler = 'x'.repeat(60_000);

    // Large identifiers fill the buffers of the kernel soon.
    for (let round = 0; (await metric('ff_relay_sdk_streams_evicted_total')) === 0 && round < 400; round++) {
      saas.emit({ event: 'delete', domain: 'flag', environment: 'one', identifier: `${round}-${filler}`, version: 1 });
      await good.untilEvents(round + 1);
    }

    expect(await metric('ff_relay_sdk_streams_evicted_total')).toBe(1);
    expect(await metric('ff_relay_sdk_streams_open')).toBe(1);
    expect(good.ended).toBe(false);
    expect(relay.logs).toContainEqual(expect.objectContaining({ msg: 'SDK stream dropped: its reader is too slow' }));
  }, 30_000);

  it('carry a burst of events whole and in order, in writes that TCP does not split', async () => {
    await start();
    const stream = await opened(sdk);
    for (let index = 0; index < 100; index++) saas.putFlag('one', aFeatureConfig({ feature: `flag-${index}` }));

    await stream.untilEvents(100);

    expect(stream.events.map(({ identifier }) => identifier)).toEqual(Array.from({ length: 100 }, (_, index) => `flag-${index}`));
    for (const chunk of stream.chunks) expect(chunk).toMatch(/^(:\n\n|(event: \*\ndata: \{[^\n]*\}\n\n)+)$/);
    expect(Math.max(...stream.chunks.map((chunk) => Buffer.byteLength(chunk)))).toBeLessThanOrEqual(1200);
    const fetches = saas.requests.filter(({ path }) => path.includes('/feature-configs'));
    expect(fetches.length).toBeLessThan(20);
  });

  it('end when the relay shuts down', async () => {
    await start();
    const stream = await opened(sdk);

    const closing = relay.app.close();
    await stream.untilEnded();

    expect(stream.chunks.at(-1)).toBe('');
    await closing;
  });

  /** Lets the relay believe that it is earlier. */
  function turnClock(seconds: number): void {
    jest.restoreAllMocks();
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + seconds * 1000);
  }
});
