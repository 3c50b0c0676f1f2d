import { until } from '../../support/until.js';
import { referenceClaims, signedToken } from '../support/signed-token.js';
import { aWorld, productionSdk, stagingSdk, type Sdk, type World } from '../support/world.js';

const pathsOf = ({ environment }: Sdk): string[] => [
  `/client/env/${environment}/feature-configs`,
  `/client/env/${environment}/feature-configs/dark-mode`,
  `/client/env/${environment}/target-segments`,
  `/client/env/${environment}/target-segments/beta-testers`,
  `/client/env/${environment}/target/bob/evaluations`,
  `/client/env/${environment}/target/bob/evaluations/dark-mode`,
];
const [flags = ''] = pathsOf(productionSdk);

describe('a token', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const claims = referenceClaims(productionSdk.environment, productionSdk.key);
  const askWith = (authorization: string | undefined, path = flags) => world.ask(path, { headers: authorization === undefined ? {} : { authorization } });

  it('of the relay opens the environment of its key', async () => {
    const { authToken } = (await world.ask('/client/auth', { method: 'POST', body: { apiKey: productionSdk.key } })).json as { authToken: string };

    expect((await askWith(`Bearer ${authToken}`)).status).toBe(200);
  });

  it('of a reference relay opens it as well', async () => {
    expect((await askWith(`Bearer ${signedToken(claims)}`)).status).toBe(200);
  });

  it('of a node whose clock is a minute ahead is accepted', async () => {
    const ahead = referenceClaims(productionSdk.environment, productionSdk.key, Math.floor(Date.now() / 1000) + 60);

    expect((await askWith(`Bearer ${signedToken(ahead)}`)).status).toBe(200);
  });

  it('never expires', async () => {
    const old = referenceClaims(productionSdk.environment, productionSdk.key, 1_000_000_000);

    expect((await askWith(`Bearer ${signedToken(old)}`)).status).toBe(200);
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('may follow the word %s', async (word) => {
    expect((await askWith(`${word} ${signedToken(claims)}`)).status).toBe(200);
  });

  const good = signedToken(claims);
  const [header = '', payload = '', signature = ''] = good.split('.');
  it.each([
    ['no header at all', undefined],
    ['an empty header', ''],
    ['the word alone', 'Bearer'],
    ['the word and a space', 'Bearer '],
    ['another scheme', `Basic ${good}`],
    ['the token alone', good],
    ['what is no token', 'Bearer nonsense'],
    ['two dots', 'Bearer ..'],
    ['alg none', `Bearer ${signedToken(claims, { algorithm: 'none' })}`],
    ['alg none with a signature', `Bearer ${signedToken(claims, { algorithm: 'none' })}${signature}`],
    ['HS384 with the right secret', `Bearer ${signedToken(claims, { algorithm: 'HS384' })}`],
    ['HS512 with the right secret', `Bearer ${signedToken(claims, { algorithm: 'HS512' })}`],
    ['another secret', `Bearer ${signedToken(claims, { secret: 'another-secret-altogether' })}`],
    ['an empty secret', `Bearer ${signedToken(claims, { secret: '' })}`],
    ['no signature', `Bearer ${header}.${payload}.`],
    ['a signature cut short', `Bearer ${good.slice(0, -4)}`],
    ['the payload of another token', `Bearer ${header}.${signedToken(referenceClaims(stagingSdk.environment, stagingSdk.key)).split('.')[1]}.${signature}`],
    ['no key', `Bearer ${signedToken({ ...claims, apiKey: undefined })}`],
    ['a key without its prefix', `Bearer ${signedToken({ ...claims, apiKey: String(claims['apiKey']).replace('auth-key-', '') })}`],
    ['a key that nobody knows', `Bearer ${signedToken(referenceClaims(productionSdk.environment, 'unknown-key'))}`],
    ['a key of another environment', `Bearer ${signedToken(referenceClaims(productionSdk.environment, stagingSdk.key))}`],
    ['claims that are no object', `Bearer ${signedToken([1])}`],
    ['a not-before of tomorrow', `Bearer ${signedToken({ ...claims, nbf: Math.floor(Date.now() / 1000) + 86_400 })}`],
  ])('is missed in %s', async (_what, authorization) => {
    const answer = await askWith(authorization);

    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ error: expect.stringMatching(/token/) });
  });

  it('of one environment opens no route of another', async () => {
    for (const path of pathsOf(stagingSdk)) {
      const answer = await world.askAs(productionSdk, path);

      expect([path, answer.status]).toEqual([path, 401]);
    }
    expect((await world.askAs(productionSdk, `/metrics/${stagingSdk.environment}`, { method: 'POST', body: {} })).status).toBe(401);
  });

  it('is asked for on every route of SDKs, unknown flags and groups included', async () => {
    for (const path of [...pathsOf(productionSdk), `${flags}/no-such-flag`]) {
      expect([path, (await world.ask(path)).status]).toEqual([path, 401]);
    }
  });

  it('is asked for before an environment is looked for', async () => {
    expect((await world.ask('/client/env/no-such-environment/feature-configs')).status).toBe(401);
  });
});

describe('a token whose key is removed', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld()));
  afterEach(() => world.close());

  it('is refused from then on, on every route, and the other keys are not', async () => {
    expect((await world.askAs(productionSdk, flags)).status).toBe(200);

    world.saas.removeSdkKey(productionSdk.environment, productionSdk.key);
    await until(async () => (await world.askAs(productionSdk, flags)).status === 401);

    for (const path of pathsOf(productionSdk)) expect((await world.askAs(productionSdk, path)).status).toBe(401);
    expect((await world.ask('/client/auth', { method: 'POST', body: { apiKey: productionSdk.key } })).status).toBe(401);
    expect((await world.askAs({ ...productionSdk, key: 'production-client-key' }, flags)).status).toBe(200);
    expect((await world.askAs(stagingSdk, pathsOf(stagingSdk)[0] ?? '')).status).toBe(200);
  });

  it('is accepted again once the key is back', async () => {
    world.saas.removeSdkKey(productionSdk.environment, productionSdk.key);
    await until(async () => (await world.askAs(productionSdk, flags)).status === 401);

    world.saas.addSdkKey(productionSdk.environment, productionSdk.key);

    await until(async () => (await world.askAs(productionSdk, flags)).status === 200);
  });

  it('is refused when its whole environment is removed', async () => {
    expect((await world.askAs(productionSdk, flags)).status).toBe(200);

    world.saas.removeEnvironment(productionSdk.environment, { announce: true });
    await until(async () => (await world.askAs(productionSdk, flags)).status === 401);

    expect((await world.askAs(stagingSdk, pathsOf(stagingSdk)[0] ?? '')).status).toBe(200);
  });
});

describe('a relay with BYPASS_AUTH', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld({ env: { BYPASS_AUTH: 'true' } })));
  afterAll(() => world.close());

  it('asks for no token', async () => {
    for (const path of pathsOf(productionSdk)) expect([path, [200, 404]]).toEqual([path, expect.arrayContaining([(await world.ask(path)).status])]);
    expect((await world.ask(`/metrics/${productionSdk.environment}`, { method: 'POST', body: {} })).status).toBe(200);
  });

  it('does not compare environments', async () => {
    expect((await world.askAs(stagingSdk, flags)).status).toBe(200);
  });

  it('answers an environment that nobody knows with empty lists', async () => {
    for (const list of ['feature-configs', 'target-segments', 'target/bob/evaluations']) {
      const answer = await world.ask(`/client/env/no-such-environment/${list}`);

      expect([list, answer.status, answer.text]).toEqual([list, 200, '[]']);
    }
  });

  it('still asks for a known SDK key at /client/auth', async () => {
    expect((await world.ask('/client/auth', { method: 'POST', body: { apiKey: 'unknown-key' } })).status).toBe(401);
  });
});
