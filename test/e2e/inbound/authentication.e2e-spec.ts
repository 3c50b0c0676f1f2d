import { hashKey } from '../../saas/hash-key.mjs';
import { aWorld, productionSdk, type World } from '../support/world.js';

describe('an SDK that authenticates', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const authenticate = (body: unknown, headers = {}) => world.ask('/client/auth', { method: 'POST', body, headers });
  const { key } = productionSdk;

  it('is given a token and nothing else', async () => {
    const answer = await authenticate({ apiKey: key });

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json).toEqual({ authToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) });
  });

  it('finds in the token what SDKs read there, and that it never expires', async () => {
    const { authToken } = (await authenticate({ apiKey: key })).json as { authToken: string };
    const [header = '', payload = ''] = authToken.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    const claims = JSON.parse(payload) as Record<string, unknown>;

    expect(JSON.parse(header)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(claims).toEqual({
      apiKey: `auth-key-${hashKey(key)}`,
      environment: productionSdk.environment,
      clusterIdentifier: '1',
      environmentIdentifier: 'production',
      iat: expect.any(Number),
      nbf: expect.any(Number),
      ...('accountID' in claims && { accountID: expect.any(String) }),
    });
    expect(Number(claims['nbf'])).toBeLessThan(Number(claims['iat']));
    expect(payload).toMatch(/^[\x20-\x7e]*$/);
    expect(payload).not.toMatch(/[>?~]/);
  });

  const target = (fields: object) => ({ apiKey: key, target: fields });
  const longName = 'n'.repeat(1000);

  it.each([
    ['no target', { apiKey: key }],
    ['a null target', { apiKey: key, target: null }],
    ['the empty target of the .NET server SDK', target({ identifier: '' })],
    ['a target without an identifier', target({})],
    ['an identifier of every allowed character', target({ identifier: 'aZ09.@_-' })],
    ['an identifier of 1,000 characters', target({ identifier: longName, name: longName })],
    ['a name of letters of any script', target({ identifier: 'a', name: 'Zoë Ωμέγα 日本語 1.@_-' })],
    ['an empty name', target({ identifier: 'a', name: '' })],
    ['a null name, anonymous and attributes', target({ identifier: 'a', name: null, anonymous: null, attributes: null })],
    ['attributes of any JSON type', target({ identifier: 'a', anonymous: true, attributes: { a: [1, { b: null }], c: 1.5, __proto__x: {} } })],
    ['fields that nobody knows', { ...target({ identifier: 'a', future: 1 }), future: [] }],
    ['a __proto__ member', `{"apiKey":"${key}","__proto__":{"a":1},"target":{"identifier":"a","attributes":{"__proto__":{"x":1},"constructor":1}}}`],
  ])('may send %s', async (_what, body) => {
    expect((await authenticate(body)).status).toBe(200);
  });

  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['an empty key', { apiKey: '' }],
    ['a null key', { apiKey: null }],
    ['a key that is no text', { apiKey: 1 }],
    ['a key of 5,000 characters', { apiKey: 'k'.repeat(5000) }],
    ['an array', [key]],
    ['JSON null', 'null'],
    ['JSON text', JSON.stringify(key)],
    ['something that is not JSON', '{"apiKey":'],
    ['a target that is no object', { apiKey: key, target: 'bob' }],
    ['a target that is an array', { apiKey: key, target: [] }],
    ['an identifier that is no text', target({ identifier: 1 })],
    ['an identifier with a space', target({ identifier: 'a b' })],
    ['an identifier with a slash', target({ identifier: 'a/b' })],
    ['an identifier with letters of another script', target({ identifier: 'Zoë' })],
    ['an identifier that ends in a new line', target({ identifier: 'a\n' })],
    ['a name with a slash', target({ identifier: 'a', name: 'a/b' })],
    ['a name with a tab', target({ identifier: 'a', name: 'a\tb' })],
    ['a name that is no text', target({ identifier: 'a', name: {} })],
    ['anonymous that is no boolean', target({ identifier: 'a', anonymous: 'yes' })],
    ['attributes that are an array', target({ identifier: 'a', attributes: [] })],
    ['attributes that are text', target({ identifier: 'a', attributes: 'x' })],
  ])('is answered 400 to %s', async (_what, body) => {
    const answer = await authenticate(body);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: expect.stringMatching(/\w/) });
    expect(answer.text).not.toContain(key);
  });

  it('is answered 401 to a key that nobody knows', async () => {
    const answer = await authenticate({ apiKey: 'nobody-knows-this-key' });

    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ error: expect.stringContaining('unauthorised') });
    expect(answer.text).not.toContain('nobody-knows');
  });

  it.each([['application/json'], ['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['nonsense'], [undefined]])(
    'is understood with the content type %s',
    async (type) => {
      expect((await authenticate({ apiKey: key }, type === undefined ? {} : { 'content-type': type })).status).toBe(200);
    },
  );

  it('survives attributes nested 100,000 levels deep', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

    const answer = await authenticate(`{"apiKey":"${key}","target":{"identifier":"deep","attributes":{"a":${deep}}}}`);

    expect([200, 400]).toContain(answer.status);
  });
});
