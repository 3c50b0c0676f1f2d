import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { aWorld, type World } from '../support/world.js';

const sdk = { environment: 'c9a1c6de-0d6b-4c39-94c6-7a2ff5c5a001', key: 'server-key' };
const decoded = (encoding: string | undefined, body: Buffer): string =>
  (encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body).toString();

describe.each(['feature-configs', 'target-segments', 'feature-configs/flag-0', 'target-segments/group-0', 'target-segments/group-0?rules=v2'])('the answer to %s', (route) => {
  let world: World;
  beforeAll(async () => {
    const flags = Array.from({ length: 20 }, (_, n) => aFeatureConfig({ feature: `flag-${n}`, description: 'd'.repeat(1500) }));
    const segments = Array.from({ length: 20 }, (_, n) => aSegment({ identifier: `group-${n}`, description: 'd'.repeat(1500) }));
    world = await aWorld({ environments: [{ id: sdk.environment, sdkKeys: [sdk.key], flags: [...flags, aFeatureConfig({ feature: 'small' })], segments }] });
  });
  afterAll(() => world.close());

  const path = `/client/env/${sdk.environment}/${route}`;
  const askAccepting = (accept: string | undefined, headers = {}) =>
    world.askAs(sdk, path, { headers: { ...(accept !== undefined && { 'accept-encoding': accept }), ...headers } });

  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip;q=0, br;q=0.000', undefined],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['identity, br;q=0.1', 'br'],
    ['deflate', undefined],
    ['', undefined],
    ['nonsense;;;q=q,,', undefined],
    [undefined, undefined],
  ])('to a client that accepts %j is encoded as %j', async (accept, encoding) => {
    const plain = (await askAccepting(undefined)).text;
    const answer = await askAccepting(accept);

    expect(answer.status).toBe(200);
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(decoded(encoding, answer.body)).toBe(plain);
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(answer.headers.vary).toBe('Accept-Encoding');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('has a strong ETag of its own for each encoding, which stays the same', async () => {
    const tags = await Promise.all(['br', 'gzip', ''].map(async (accept) => (await askAccepting(accept)).headers.etag));

    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
    expect((await askAccepting('br')).headers.etag).toBe(tags[0]);
  });

  it.each(['br', 'gzip', ''])('is 304 without a body to a client that has it in %j', async (accept) => {
    const { etag = '', vary } = (await askAccepting(accept)).headers;

    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await askAccepting(accept, { 'if-none-match': known });

      expect([known, answer.status, answer.body.length]).toEqual([known, 304, 0]);
      expect(answer.headers).toMatchObject({ etag, vary, 'cache-control': 'no-cache' });
    }
  });

  it('is sent whole to a client that has something else', async () => {
    const { etag = '' } = (await askAccepting('gzip')).headers;

    for (const known of ['"other"', 'W/"other"', '', 'nonsense', etag.slice(0, -2)]) expect((await askAccepting('gzip', { 'if-none-match': known })).status).toBe(200);
    expect((await askAccepting('br', { 'if-none-match': etag })).status).toBe(200);
  });

  it('is never 304 without If-None-Match', async () => {
    await askAccepting('br');

    expect((await askAccepting('br', { 'if-modified-since': new Date().toUTCString() })).status).toBe(200);
  });

  it('is 401 rather than 304 without a token', async () => {
    expect((await world.ask(path, { headers: { 'if-none-match': '*' } })).status).toBe(401);
  });
});

describe('an answer', () => {
  const path = `/client/env/${sdk.environment}/feature-configs`;
  let world: World;
  beforeEach(async () => (world = await aWorld({ environments: [{ id: sdk.environment, sdkKeys: [sdk.key], flags: [aFeatureConfig()] }] })));
  afterEach(() => world.close());

  it('of less than 1 KB is not compressed', async () => {
    const answer = await world.askAs(sdk, path, { headers: { 'accept-encoding': 'br, gzip' } });

    expect(answer.body.length).toBeLessThan(1024);
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  it('has another ETag as soon as a flag has changed', async () => {
    const { etag = '' } = (await world.askAs(sdk, path)).headers;

    world.saas.patchFlag(sdk.environment, 'dark-mode', { state: 'off' });

    const changed = await until(async () => {
      const answer = await world.askAs(sdk, path, { headers: { 'if-none-match': etag } });
      return answer.status === 200 ? answer : undefined;
    });
    expect(changed.headers.etag).not.toBe(etag);
    expect(changed.json).toEqual([expect.objectContaining({ state: 'off' })]);
  });
});
