import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { until } from '../../support/until.js';
import { openSocket, readToEnd, sendRaw } from '../support/send-raw.js';
import { testSecret } from '../support/signed-token.js';
import { aWorld, bearer, productionSdk, stagingSdk, type World } from '../support/world.js';

const flags = `/client/env/${productionSdk.environment}/feature-configs`;

describe('a request in the log', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld({ env: { LOG_REQUESTS: 'true' } })));
  afterAll(() => world.close());

  const lineOf = (requestId: string) => until(() => world.relay.logs.find((line) => line['requestId'] === requestId));

  it('is one line with its id, route, status and duration, and the application that the SDK names', async () => {
    await world.askAs(productionSdk, `/api/1.0${flags}/dark-mode?cluster=1`, { headers: { 'x-request-id': 'req-1', 'harness-sdk-applicationid': 'shop' } });

    expect(await lineOf('req-1')).toMatchObject({
      msg: 'request',
      level: 30,
      requestId: 'req-1',
      method: 'GET',
      url: '/client/env/:environment_uuid/feature-configs/:identifier',
      status: 200,
      ms: expect.any(Number),
      environment: productionSdk.environment,
      application: 'shop',
    });
    expect(world.relay.logs.filter((line) => line['requestId'] === 'req-1')).toHaveLength(1);
  });

  it.each([
    ['req-401', flags, 401],
    ['req-404', '/nonsense', 404],
    ['req-400', '/client/auth?x', 405],
  ])('is there for refusals: %s', async (id, path, status) => {
    await world.ask(path, { headers: { 'x-request-id': id } });

    expect(await lineOf(id)).toMatchObject({ msg: 'request', status });
  });
});

describe('the log without LOG_REQUESTS', () => {
  it('has no line for a request', async () => {
    const world = await aWorld({ env: { LOG_LEVEL: 'debug' } });
    await world.askAs(productionSdk, flags);
    await world.askAs(productionSdk, '/nonsense');

    expect(world.relay.logs.filter(({ msg }) => msg === 'request')).toEqual([]);
    await world.close();
  });
});

describe('a client that goes away while it sends', () => {
  it('is no error of the relay', async () => {
    const world = await aWorld({ env: { LOG_LEVEL: 'warn', LOG_REQUESTS: 'true' } });
    const before = world.relay.logs.length;
    const socket = await openSocket(world.relay.url);

    socket.write(`POST /client/auth HTTP/1.1\r\nhost: relay\r\ncontent-length: 100\r\n\r\n{"apiKey"`);
    socket.end();
    await readToEnd(socket);

    expect((await world.ask('/health')).status).toBe(200);
    expect(world.relay.logs.slice(before)).toEqual([]);
    await world.close();
  });
});

describe('the log at DEBUG', () => {
  it('holds no secret, whatever is sent', async () => {
    const world = await aWorld({ env: { LOG_LEVEL: 'DEBUG', LOG_REQUESTS: 'true', FORWARD_TARGETS: 'true', HEARTBEAT_INTERVAL: '1' } });
    const { authorization } = bearer(productionSdk);
    const badToken = `${authorization}broken`;

    const { authToken } = (await world.ask('/client/auth', { method: 'POST', body: { apiKey: productionSdk.key, target: { identifier: 'bob', attributes: { password: 'targets-own-secret' } } } })).json as { authToken: string };
    await world.saas.waitForTarget();
    await world.ask('/client/auth', { method: 'POST', body: `{"apiKey":"${productionSdk.key}"` });
    await world.ask('/client/auth', { method: 'POST', body: { apiKey: 'an-unknown-sdk-key' } });
    await world.ask(flags, { headers: { authorization: badToken } });
    await world.ask(flags, { headers: { authorization: `Bearer ${authToken}` } });
    await world.ask(`${flags}/%zz`, { headers: { authorization } });
    await world.ask(`/nonsense/${productionSdk.key}`, { headers: { authorization, cookie: 'a-cookie-of-its-own' } });
    await world.askAs(productionSdk, '/stream', { headers: { 'api-key': productionSdk.key } });
    await world.askAs(productionSdk, '/stream', { headers: { 'api-key': stagingSdk.key } });
    await sendRaw(world.relay.url, `GET / HTTP/1.1\r\nhost: relay\r\nauthorization: ${authorization}\r\nbad header\r\n\r\n`);
    world.saas.expireTokens();
    world.saas.dropStreams();
    await world.saas.waitForStream();

    const log = JSON.stringify(world.relay.logs);
    expect(world.relay.logs.length).toBeGreaterThan(5);
    const secrets = [
      ...sampleConfiguration.flatMap(({ sdkKeys }) => [...sdkKeys]),
      ...[authorization.slice(7), badToken.slice(7), authToken].flatMap((token) => token.split('.')).filter((part) => part.length > 40),
      ...world.saas.requests.map(({ headers }) => headers.authorization?.slice(7) ?? 'no token'),
      world.saas.proxyKey,
      testSecret,
      'an-unknown-sdk-key',
      'targets-own-secret',
      'a-cookie-of-its-own',
    ];
    for (const secret of secrets.filter((text) => text !== 'no token')) expect(log).not.toContain(secret);
    await world.close();
  });
});
