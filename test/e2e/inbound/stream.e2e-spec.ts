import { hashKey } from '../../saas/hash-key.mjs';
import { until } from '../../support/until.js';
import { aWorld, productionSdk, stagingSdk, type World } from '../support/world.js';

describe.each(['/stream', `/client/env/${productionSdk.environment}/stream`])('a stream asked for at %s', (path) => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const refusal = async (headers: Record<string, string>, withToken = true) => {
    const answer = withToken ? await world.askAs(productionSdk, path, { headers }) : await world.ask(path, { headers });
    return [answer.status, answer.body.length, answer.headers['content-length'], answer.headers['content-type']];
  };

  it('is opened with a token and a key of its environment', async () => {
    const answer = await world.askAs(productionSdk, `${path}?cluster=1&stream=%2A`, { headers: { 'api-key': productionSdk.key, 'accept-encoding': 'br, gzip' } });

    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  it('may be opened with another key of the environment than the token', async () => {
    expect((await world.askAs(productionSdk, path, { headers: { 'api-key': 'production-client-key' } })).status).toBe(200);
  });

  it.each([
    ['400 without a key', 400, {}],
    ['400 with an empty key', 400, { 'api-key': '' }],
    ['404 with an unknown key', 404, { 'api-key': 'unknown-key' }],
    ['404 with the hash of a key', 404, { 'api-key': hashKey(productionSdk.key) }],
    ['401 with a key of another environment', 401, { 'api-key': stagingSdk.key }],
  ])('is refused with an empty body: %s', async (_what, status, headers) => {
    expect(await refusal(headers as Record<string, string>)).toEqual([status, 0, '0', undefined]);
  });

  it('is refused with 401 and an empty body without a token', async () => {
    expect(await refusal({ 'api-key': productionSdk.key }, false)).toEqual([401, 0, '0', undefined]);
  });
});

describe('a stream', () => {
  it('is refused with 503 and an empty body while the stream to SaaS is down', async () => {
    const world = await aWorld();
    const headers = { 'api-key': productionSdk.key };
    await world.saas.refuseConnections();

    const answer = await until(async () => {
      const asked = await world.askAs(productionSdk, '/stream', { headers });
      return asked.status === 503 ? asked : undefined;
    });
    expect([answer.body.length, answer.headers['content-length']]).toEqual([0, '0']);

    await world.saas.acceptConnections();
    await until(async () => (await world.askAs(productionSdk, '/stream', { headers })).status === 200);
    await world.close();
  });

  it('is opened by its key alone with BYPASS_AUTH', async () => {
    const world = await aWorld({ env: { BYPASS_AUTH: 'true' } });

    expect((await world.ask('/stream', { headers: { 'api-key': productionSdk.key } })).status).toBe(200);
    expect((await world.askAs(stagingSdk, '/stream', { headers: { 'api-key': productionSdk.key } })).status).toBe(200);
    expect((await world.ask('/stream', { headers: { 'api-key': 'unknown-key' } })).status).toBe(404);
    await world.close();
  });
});
