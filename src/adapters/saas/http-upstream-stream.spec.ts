import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { StandInSaas } from '../../../test/saas/stand-in-saas.mjs';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { aSaasConnection } from '../../../test/support/saas-connection.builder.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import type { UpstreamMessage } from '../../ports/saas-client.port.js';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { HttpSaasClient } from './http-saas-client.js';
import type { SaasConnection } from './saas-connection.js';

const flagChanged = { domain: 'flag', event: 'patch', environment: 'e', identifier: 'f', version: 2 } as const;
const frame = (message: object): string => `event: *\ndata: ${JSON.stringify(message)}\n\n`;

describe('the stream of SaaS', () => {
  let saas: StandInSaas;
  let log: RecordedLog;
  let metrics: RelayMetrics;
  let connection: SaasConnection;
  let client: HttpSaasClient;

  beforeEach(async () => {
    saas = await StandInSaas.start({ heartbeatMs: 50 });
    log = new RecordedLog();
    metrics = new RelayMetrics();
    connection = aSaasConnection(saas, { log, metrics, env: { SAAS_STREAM_IDLE_TIMEOUT: '1' }, limits: { maxEventChars: 10_000 } });
    client = new HttpSaasClient(connection);
  });

  afterEach(async () => {
    await connection.onApplicationShutdown();
    await saas.close();
  });

  const counted = async (): Promise<unknown> => Object.fromEntries((await metrics.saasMessages.get()).values.map(({ labels, value }) => [labels.error, value]));

  it('passes over heartbeats, comments and messages without data', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    saas.emitRaw(':\n\n: with text\n\nevent: *\n\nevent: *\ndata:\n\nretry: 10\nid: 7\n\n');
    saas.emitRaw(frame(flagChanged));

    expect((await next).value).toEqual(flagChanged);
    expect(log.lines).toEqual([]);
  });

  it('counts, logs and leaves out what cannot be understood, and goes on', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    saas.emitRaw('event: *\ndata: {"domain":"flag",\n\n');
    saas.emit({ domain: 'weather', event: 'rain', secret: 'not to be logged' });
    saas.emit({ domain: 'flag', event: 'patch' });
    saas.emit(flagChanged);

    expect((await next).value).toEqual(flagChanged);
    expect(log.lines).toHaveLength(3);
    expect(log.lines[1]).toContain("domain: 'weather', event: 'rain'");
    expect(log.lines.join()).not.toContain('not to be logged');
    expect(await counted()).toEqual({ err_parsing_message: 3, false: 1 });
  });

  it('lives on heartbeats for longer than its idle limit', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    setTimeout(() => saas.emit(flagChanged), 1_300);

    expect((await next).value).toEqual(flagChanged);
  });

  it('is lost when no byte arrives for its idle limit', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    saas.freezeStreams();

    await expect(next).rejects.toThrow('The stream of the upstream is idle');
    expect(await counted()).toEqual({ stream_disconnect: 1 });
  });

  it('is lost when the upstream ends it', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    saas.dropStreams();

    await expect(next).rejects.toThrow('The upstream ended the stream');
  });

  it('is lost when its connection breaks', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    saas.resetStreams();

    await expect(next).rejects.toThrow('The stream of the upstream broke');
  });

  it('is lost when it breaks before anybody reads', async () => {
    const stream = await client.openStream();
    saas.resetStreams();
    await saas.waitForStream(0);

    await expect(stream.messages[Symbol.asyncIterator]().next()).rejects.toThrow(UpstreamUnavailable);
  });

  it('is lost with an event beyond every bound, since a change would be missed', async () => {
    const stream = await client.openStream();
    const next = stream.messages[Symbol.asyncIterator]().next();

    saas.emitRaw(`data: ${'x'.repeat(20_000)}`);

    await expect(next).rejects.toThrow('The upstream sent an event beyond every bound');
    await saas.waitForStream(0);
  });

  it('ends at once when it is closed, whatever has arrived', async () => {
    const stream = await client.openStream();
    const messages = stream.messages[Symbol.asyncIterator]();
    saas.emitRaw(frame(flagChanged) + frame(flagChanged));
    await messages.next();

    stream.close();

    expect(await messages.next()).toEqual({ done: true, value: undefined });
    await saas.waitForStream(0);
    expect(await counted()).toEqual({ false: 1 });
  });

  it('can be closed before and after it is read', async () => {
    const stream = await client.openStream();

    stream.close();
    stream.close();

    expect(await stream.messages[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });

  it('is closed by a reader that stops', async () => {
    const stream = await client.openStream();
    saas.emit(flagChanged);

    for await (const change of stream.messages) {
      expect(change).toEqual(flagChanged);
      break;
    }

    await saas.waitForStream(0);
  });

  it('counts each attempt to open it, and those that fail', async () => {
    saas.fail({ path: '/stream', status: 503 });
    await expect(client.openStream()).rejects.toThrow(UpstreamUnavailable);
    saas.clearFailures();
    (await client.openStream()).close();

    expect((await metrics.saasSubscriptions.get()).values).toMatchObject([{ labels: { topic: '*' }, value: 2 }]);
    expect(await counted()).toEqual({ err_subscribing: 1 });
  });
});

describe('a stream byte by byte', () => {
  let server: Server;
  let streaming: Promise<ServerResponse>;
  let connection: SaasConnection;
  let client: HttpSaasClient;

  beforeEach(async () => {
    const authToken = `h.${Buffer.from('{}').toString('base64url')}.s`;
    server = createServer();
    streaming = new Promise((resolve) => {
      server.on('request', (request, response) => {
        if (request.url?.startsWith('/stream') === true) resolve(response.writeHead(200, { 'content-type': 'text/event-stream' }));
        else response.end(JSON.stringify({ authToken }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    connection = aSaasConnection({ clientUrl: url, metricsUrl: url, proxyKey: 'key' });
    client = new HttpSaasClient(connection);
  });

  afterEach(async () => {
    await connection.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });

  it('takes messages that arrive in pieces, characters in halves included', async () => {
    const opening = client.openStream();
    const response = await streaming;
    response.flushHeaders();
    const next = (await opening).messages[Symbol.asyncIterator]().next();

    for (const byte of Buffer.from(frame({ ...flagChanged, identifier: 'größe' }))) {
      response.write(Buffer.of(byte));
      await setImmediate();
    }

    expect((await next).value).toEqual({ ...flagChanged, identifier: 'größe' });
  });

  it('holds back the sender while nobody reads, and delivers every message later', async () => {
    const total = 64 * 1024 * 1024;
    const message = frame({ ...flagChanged, padding: 'x'.repeat(60_000) });
    const count = Math.ceil(total / message.length);
    const opening = client.openStream();
    const response = await streaming;
    response.flushHeaders();
    const stream = await opening;

    for (let index = 0; index < count; index++) response.write(message);
    for (let index = 0; index < 20; index++) await client.authenticate();

    expect(response.writableLength).toBeGreaterThan(total / 2);
    response.end();
    expect(await readToTheEnd(stream.messages)).toBe(count);
  });
});

/** How many messages came before the stream was lost. */
async function readToTheEnd(messages: AsyncIterable<UpstreamMessage>): Promise<number> {
  let read = 0;
  try {
    for await (const _change of messages) read++;
  } catch (error) {
    expect(error).toBeInstanceOf(UpstreamUnavailable);
  }
  return read;
}
