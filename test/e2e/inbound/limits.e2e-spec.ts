import { openSocket, readToEnd, sendRaw } from '../support/send-raw.js';
import { aWorld, bearer, productionSdk, type World } from '../support/world.js';

const mib = 1024 * 1024;
const metricsPath = `/metrics/${productionSdk.environment}`;
const flags = `/client/env/${productionSdk.environment}/feature-configs`;

/** An object of exactly so many bytes. */
const padded = (start: string, bytes: number): string => `${start},"filler":"${'x'.repeat(bytes - start.length - 13)}"}`;
const authentication = (bytes: number) => padded(`{"apiKey":"${productionSdk.key}"`, bytes);
const target = `{"identifier":"bob","name":"${'x'.repeat(1000)}"}`;
const metrics = (bytes: number) => `{"targetData":[${Array.from({ length: Math.floor((bytes - 100) / (target.length + 1)) }, () => target).join(',')}]}`.padEnd(bytes);

describe('a body', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const backlog = async () => /ff_relay_metrics_backlog_bytes (\d+)/.exec(String((await world.ask('/metrics')).text))?.[1];
  const post = (path: string, body: string) => world.askAs(productionSdk, path, { method: 'POST', body });

  it('of 1 MiB is taken, one of a byte more is 413', async () => {
    expect(authentication(mib)).toHaveLength(mib);
    expect((await post('/client/auth', authentication(mib))).status).toBe(200);

    const answer = await post('/client/auth', authentication(mib + 1));
    expect([answer.status, answer.json]).toEqual([413, { error: expect.any(String) }]);
  });

  it('of 25 MiB is taken on /metrics, one of a byte more is 413', async () => {
    expect(metrics(25 * mib)).toHaveLength(25 * mib);
    expect((await post(metricsPath, metrics(25 * mib))).status).toBe(200);
    expect((await post(`/api/1.0${metricsPath}`, metrics(25 * mib))).status).toBe(200);
    expect((await post(metricsPath, metrics(25 * mib + 1))).status).toBe(413);
  });

  it.each([
    ['an item of a megabyte', `{"targetData":[{"identifier":"${'x'.repeat(mib)}"}]}`],
    ['a name of a megabyte', `{"${'x'.repeat(mib)}":[]}`],
    ['lists in a million lists', '['.repeat(mib)],
    ['an item of ten thousand attributes', `{"targetData":[{"attributes":[${'{"key":"a"},'.repeat(10_000)}{}]}]}`],
    ['an end in the middle of an item', `{"targetData":[${`${target},`.repeat(1000)}{`],
    ['nothing after a comma', `{"targetData":[${`${target},`.repeat(1000)}]}`],
    ['more after the report', `{"targetData":[${`${target},`.repeat(1000)}${target}]} {}`],
  ])('of metrics with %s is refused, and nothing of it is taken', async (_what, body) => {
    const before = await backlog();

    const head = `POST ${metricsPath} HTTP/1.1\r\nhost: relay\r\nauthorization: ${bearer(productionSdk).authorization}\r\ncontent-length: ${body.length}\r\n\r\n`;
    const health = 'GET /health HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n';
    const answers = await sendRaw(world.relay.url, head + body + health);

    // The connection is good for the next request.
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
    expect(await backlog()).toBe(before);
    expect(before).toBeDefined();
  });

  it.each([
    ['keys', `{"apiKey":"${productionSdk.key}",${Array.from({ length: 50_000 }, (_, n) => `"k${n}":0`).join(',')}}`],
    ['lists in lists', `{"apiKey":${'['.repeat(400_000)}`],
  ])('of tens of thousands of %s is answered 400 without being parsed', async (_what, body) => {
    const answer = await post('/client/auth', body);

    expect([answer.status, answer.json]).toEqual([400, { error: 'the body holds too many values' }]);
  });

  it('that does not tell its length is held to the same limits', async () => {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;

    const answer = await sendRaw(world.relay.url, `POST /client/auth HTTP/1.1\r\nhost: relay\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(17)}`);

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('without a token is refused before it is read', async () => {
    const socket = await openSocket(world.relay.url);
    const answer = readToEnd(socket);

    socket.write(`POST ${metricsPath} HTTP/1.1\r\nhost: relay\r\ncontent-length: 20000000\r\nconnection: close\r\n\r\n{"metricsData":`);

    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['/client/auth', '{"apiKey"'],
    ['/client/auth', '"'],
    ['/client/auth', '\u0000'],
    [metricsPath, '{"metricsData":[}'],
    [metricsPath, 'metricsData'],
  ])('on %s that is not JSON, %j, is answered 400', async (path, body) => {
    const answer = await post(path, body);

    expect([answer.status, answer.json]).toEqual([400, { error: expect.any(String) }]);
  });

  it.each([10, 900_000])('that stops arriving after %d bytes is answered 408', async (bytes) => {
    const answer = await sendRaw(world.relay.url, `POST /client/auth HTTP/1.1\r\nhost: relay\r\ncontent-length: 1000000\r\n\r\n${authentication(1_000_000).slice(0, bytes)}`);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toMatch(/\r\nx-request-id: /);
  }, 10_000);
});

describe('a head', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  it('with one header of 512 KiB is taken', async () => {
    const answer = await world.askAs(productionSdk, flags, { headers: { 'harness-target': 'x'.repeat(512 * 1024) } });

    expect(answer.status).toBe(200);
  });

  it('beyond that is answered 431', async () => {
    const answer = await sendRaw(world.relay.url, `GET ${flags} HTTP/1.1\r\nhost: relay\r\nauthorization: ${bearer(productionSdk).authorization}\r\nharness-target: ${'x'.repeat(600_000)}\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/\r\n\r\n\{"error":"[^"]+"\}$/);
  });

  it('that is never completed is answered 408', async () => {
    expect(await sendRaw(world.relay.url, `GET ${flags} HTTP/1.1\r\nhost: relay\r\nx-`)).toMatch(/^HTTP\/1\.1 408 /);
  }, 10_000);
});
