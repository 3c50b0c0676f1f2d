import { sendRaw } from '../support/send-raw.js';
import { aWorld, bearer, productionSdk, type World } from '../support/world.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const flags = `/client/env/${productionSdk.environment}/feature-configs`;

describe('the request id', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const routes: readonly [what: string, method: string, path: string][] = [
    ['an answer', 'GET', flags],
    ['a 404', 'GET', '/nonsense'],
    ['a 405', 'POST', flags],
    ['a 400', 'POST', '/client/auth'],
    ['a path that cannot be decoded', 'GET', `${flags}/%zz`],
    ['a stream that is refused', 'GET', '/stream'],
    ['a probe', 'GET', '/health'],
    ['the exposition', 'GET', '/metrics'],
    ['a preflight', 'OPTIONS', flags],
  ];

  it.each(routes)('of the client comes back with %s', async (_what, method, path) => {
    const answer = await world.askAs(productionSdk, path, { method, headers: { 'x-request-id': 'abc-123/ä'.slice(0, 8) } });

    expect(answer.headers['x-request-id']).toBe('abc-123/');
  });

  it.each(routes)('is a new UUID where the client sends none, with %s', async (_what, method, path) => {
    const one = await world.askAs(productionSdk, path, { method });
    const other = await world.askAs(productionSdk, path, { method });

    expect(one.headers['x-request-id']).toMatch(uuid);
    expect(other.headers['x-request-id']).not.toBe(one.headers['x-request-id']);
  });

  it('comes back with a 401 and a 304 too', async () => {
    const headers = { 'x-request-id': 'mine' };

    expect((await world.ask(flags, { headers })).headers['x-request-id']).toBe('mine');
    expect((await world.askAs(productionSdk, flags, { headers: { ...headers, 'if-none-match': '*' } })).headers['x-request-id']).toBe('mine');
  });

  it('is a new one in place of one that is empty, too long or not visible ASCII', async () => {
    for (const given of ['', 'x'.repeat(201), 'a b', 'ä']) {
      expect((await world.ask('/health', { headers: { 'x-request-id': given } })).headers['x-request-id']).toMatch(uuid);
    }
  });

  it('comes back with what is not HTTP at all', async () => {
    expect(await sendRaw(world.relay.url, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nx-request-id: [0-9a-f-]{36}\r\n/);
  });
});

describe('a browser', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const origin = 'https://app.example';
  const preflights: readonly [method: string, path: string, headers: string][] = [
    ['POST', '/client/auth', 'content-type,harness-sdk-info'],
    ['GET', `/client/env/${productionSdk.environment}/target/bob/evaluations`, 'authorization,harness-accountid,harness-environmentid,harness-sdk-info,harness-target'],
    ['GET', '/stream', 'api-key,authorization,cache-control,harness-accountid,harness-environmentid,harness-sdk-info,harness-target'],
    ['POST', `/metrics/${productionSdk.environment}`, 'authorization,content-type,harness-accountid,harness-environmentid,harness-sdk-info,harness-target'],
    ['GET', `/api/1.0${flags}`, 'authorization'],
  ];

  it.each(preflights)('is allowed, without a token, to send %s %s with %s', async (method, path, headers) => {
    const answer = await world.ask(path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });
    const listed = (name: string) => String(answer.headers[name]).toLowerCase().split(/,\s*/);

    expect([answer.status, answer.body.length]).toEqual([204, 0]);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(listed('access-control-allow-methods').toSorted()).toEqual(['get', 'options', 'post']);
    expect(listed('access-control-allow-headers')).toEqual(expect.arrayContaining(headers.split(',')));
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('may read every answer, refusals and streams included', async () => {
    const headers = { origin };
    const answers = [
      await world.askAs(productionSdk, flags, { headers }),
      await world.ask(flags, { headers }),
      await world.ask('/nonsense', { headers }),
      await world.ask('/client/auth', { method: 'POST', body: '{', headers }),
      await world.askAs(productionSdk, '/stream', { headers }),
      await world.askAs(productionSdk, '/stream', { headers: { ...headers, 'api-key': productionSdk.key } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 400, 400, 200]);
    for (const answer of answers) {
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-expose-headers']).toContain('X-Request-Id');
    }
  });
});

describe('a client with a keep-alive connection', () => {
  it('gets the answers to requests that it sends at once in their order', async () => {
    const world = await aWorld();
    const request = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nhost: relay\r\n${more}\r\n`;
    const authorization = `authorization: ${bearer(productionSdk).authorization}\r\n`;

    const text = await sendRaw(world.relay.url, request('/health/live') + request(flags, authorization) + request('/nonsense') + request('/health', 'connection: close\r\n'));

    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '200', '404', '200']);
    await world.close();
  });
});
