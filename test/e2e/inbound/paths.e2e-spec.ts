import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { sendRaw } from '../support/send-raw.js';
import { aWorld, bearer, type World } from '../support/world.js';

const sdk = { environment: '3f0f3a0e-6a35-4bd0-a4a4-1f2f3c4d5e6f', key: 'a-key' };
const long = 'x'.repeat(1000);
const odd = ['a.b', 'a b', 'a/b', 'ä ö?&;#', '100%', '日本語', 'a+b', '..', long];

describe('a path', () => {
  let world: World;
  beforeAll(async () => {
    const flags = odd.map((feature) => aFeatureConfig({ feature }));
    const segments = odd.map((identifier) => aSegment({ identifier }));
    world = await aWorld({ environments: [{ id: sdk.environment, sdkKeys: [sdk.key], flags, segments }] });
  });
  afterAll(() => world.close());

  const flags = `/client/env/${sdk.environment}/feature-configs`;

  it.each(['', '/', '//', '///', '/api/1.0/', '//api/1.0/', '/api/1.0//', '//api/1.0//'])('that begins with %s leads to the same route', async (prefix) => {
    const path = `${prefix.replace(/\/$/, '')}${flags}`;

    expect((await world.askAs(sdk, path)).status).toBe(200);
    expect((await world.ask(path)).status).toBe(401);
  });

  it.each([
    ['POST', '/client/auth'],
    ['POST', `/metrics/${sdk.environment}`],
    ['GET', '/health'],
    ['GET', '/health/live'],
    ['GET', '/health/ready'],
    ['GET', '/metrics'],
  ])('of %s %s is answered under both prefixes', async (method, path) => {
    for (const prefix of ['', '/', '/api/1.0']) {
      const answer = await world.askAs(sdk, prefix + path, { method, ...(method === 'POST' && { body: { apiKey: sdk.key } }) });
      expect([prefix, answer.status]).toEqual([prefix, 200]);
    }
  });

  it.each(odd.map((identifier) => [identifier.slice(0, 10), identifier]))('may name %s', async (_name, identifier) => {
    const encoded = encodeURIComponent(identifier).replaceAll('.', '%2E');

    expect((await world.askAs(sdk, `${flags}/${encoded}`)).json).toMatchObject({ feature: identifier });
    expect((await world.askAs(sdk, `/client/env/${sdk.environment}/target-segments/${encoded}`)).json).toMatchObject({ identifier });
    expect((await world.askAs(sdk, `/client/env/${sdk.environment}/target/${encoded}/evaluations/${encoded}`)).json).toMatchObject({ flag: identifier });
    expect((await world.askAs(sdk, `/client/env/${sdk.environment}/target/${encoded}/evaluations`)).json).toHaveLength(odd.length);
  });

  it.each(['?cluster=1', '?cluster=', '?cluster=1;rules=v2', '?cluster=1&rules=v2', '?', '?;', '?&&;;=', '?rules=v1&rules=v2', '?%zz'])('may end in %s', async (query) => {
    expect((await world.askAs(sdk, flags + query)).status).toBe(200);
  });

  it.each(['%', '%zz', '%e0%a4%a', '%ff'])('with %s in it is answered 400', async (identifier) => {
    const answer = await world.askAs(sdk, `${flags}/${identifier}`);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: expect.any(String) });
  });

  it.each(['/', '/client', '/client/env', `/client/env/${sdk.environment}`, '/nonsense', '/api/1.0', '/api/1.0/', '/api/2.0/health', '/client/auth/more', `${flags}/a/b`, '/HEALTH', '/streams'])(
    'of no route, %s, is answered 404',
    async (path) => {
      const answer = await world.askAs(sdk, path);

      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ error: 'not found' });
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    },
  );

  it.each(['feature-configs/no-such-flag', 'target-segments/no-such-group', 'target/bob/evaluations/no-such-flag'])('to what does not exist, %s, is answered 404', async (path) => {
    const answer = await world.askAs(sdk, `/client/env/${sdk.environment}/${path}`);

    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ error: 'not found' });
  });

  const allowed: readonly [path: string, allow: string][] = [
    ['/client/auth', 'POST, OPTIONS'],
    [`/metrics/${sdk.environment}`, 'POST, OPTIONS'],
    [flags, 'GET, OPTIONS'],
    [`${flags}/a`, 'GET, OPTIONS'],
    [`/client/env/${sdk.environment}/target-segments`, 'GET, OPTIONS'],
    [`/client/env/${sdk.environment}/target/bob/evaluations`, 'GET, OPTIONS'],
    ['/stream', 'GET, OPTIONS'],
    [`/client/env/${sdk.environment}/stream`, 'GET, OPTIONS'],
    ['/health', 'GET, OPTIONS'],
    ['/health/live', 'GET, OPTIONS'],
    ['/health/ready', 'GET, OPTIONS'],
    ['/metrics', 'GET, OPTIONS'],
  ];

  it.each(allowed)('%s is answered 405 to other methods, and says which it allows', async (path, allow) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'].filter((other) => !allow.includes(other))) {
      const answer = await world.ask(path, { method });

      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, allow]);
      expect(answer.json).toEqual({ error: 'method not allowed' });
    }
  });

  it.each(allowed)('%s is answered 405 to HEAD, without a body', async (path, allow) => {
    const answer = await world.ask(path, { method: 'HEAD' });

    expect([answer.status, answer.headers.allow, answer.body.length]).toEqual([405, allow, 0]);
  });

  it('with a host in front of it leads to its route, as a proxy sends it', async () => {
    const answer = await sendRaw(world.relay.url, `GET http://relay.example${flags} HTTP/1.1\r\nhost: relay.example\r\nauthorization: ${bearer(sdk).authorization}\r\nconnection: close\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });
});
