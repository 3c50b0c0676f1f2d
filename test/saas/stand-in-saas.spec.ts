import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';
import { askSaas } from './ask-saas.js';
import { authenticateProxy } from './authenticate-proxy.js';
import { hashKey } from './hash-key.mjs';
import { StandInSaas } from './stand-in-saas.mjs';

describe('the stand-in SaaS', () => {
  let saas: StandInSaas;

  beforeEach(async () => {
    saas = await StandInSaas.start();
  });

  afterEach(() => saas.close());

  const pageOf = (pageNumber: number) => `/proxy/config?key=${saas.proxyKey}&cluster=1&pageNumber=${pageNumber}&pageSize=10`;

  it('puts the environments of the proxy key into its token', async () => {
    saas.addEnvironment({ id: 'one' });
    saas.addEnvironment({ id: 'two' });

    const { authorization } = await authenticateProxy(saas);

    const claims: unknown = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      cluster_identifier: '1',
      account: 'stand-in-account',
      organization: 'stand-in-organization',
      key_type: 'Proxy',
      environments: ['one', 'two'],
    });
  });

  it.each([401, 403])('refuses a bad proxy key with %i', async (refusalStatus) => {
    const strict = await StandInSaas.start({ refusalStatus });

    const { status } = await askSaas(strict, '/proxy/auth', { method: 'POST', body: '{"proxyKey":"wrong"}' });

    expect(status).toBe(refusalStatus);
    await strict.close();
  });

  it('hands out 25 environments in three pages', async () => {
    const ids = Array.from({ length: 25 }, () => saas.addEnvironment());
    const headers = await authenticateProxy(saas);

    const pages = await Promise.all([0, 1, 2, 3].map(async (n) => (await askSaas(saas, pageOf(n), { headers })).body as Page));

    expect(pages.map(({ environments }) => environments.length)).toEqual([10, 10, 5, 0]);
    expect(pages.flatMap(({ environments }) => environments.map(({ id }) => id))).toEqual(ids);
    expect(pages[2]).toMatchObject({ itemCount: 25, pageCount: 3, pageIndex: 2, pageSize: 10 });
  });

  it('reports SDK keys as hashes', async () => {
    saas.addEnvironment({ sdkKeys: ['server-key'] });

    const { body } = await askSaas(saas, pageOf(0), { headers: await authenticateProxy(saas) });

    expect(body).toMatchObject({ environments: [{ apiKeys: [hashKey('server-key')] }] });
  });

  it('shows an environment added later only to a new token', async () => {
    const headers = await authenticateProxy(saas);
    const id = saas.addEnvironment();
    const ask = async (token: Record<string, string>) =>
      askSaas(saas, `${pageOf(0)}&environment=${id}`, { headers: token });

    expect((await ask(headers)).status).toBe(403);
    expect((await askSaas(saas, pageOf(0), { headers })).body).toMatchObject({ itemCount: 0, environments: [] });
    expect((await ask(await authenticateProxy(saas))).body).toMatchObject({ itemCount: 1, environments: [{ id }] });
  });

  it('answers a missing, a foreign and an expired token with 401', async () => {
    const id = saas.addEnvironment();
    const headers = await authenticateProxy(saas);
    const other = await StandInSaas.start();
    const foreign = await authenticateProxy(other);
    await other.close();
    saas.expireTokens();

    const answers = await Promise.all(
      [{}, foreign, headers].map((token) => askSaas(saas, `/client/env/${id}/feature-configs`, { headers: token })),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('does not start on a port in use', async () => {
    const port = Number(new URL(saas.controlUrl).port);

    await expect(StandInSaas.start({ controlPort: port })).rejects.toThrow('EADDRINUSE');
  });

  it('sends raw text untouched', async () => {
    const raw = '{ "feature": "big", "version": 1, "seed": 9007199254740993, "future": [1.0, "\\u00e9"] }';
    const id = saas.addEnvironment({ flags: [raw] });

    const headers = await authenticateProxy(saas);
    const response = await fetch(`${saas.clientUrl}/client/env/${id}/feature-configs?cluster=1`, { headers });

    expect(await response.text()).toBe(`[${raw}]`);
  });

  it('sends null for lists set to null', async () => {
    saas.addEnvironment({ flags: null, segments: null });

    const { body } = await askSaas(saas, pageOf(0), { headers: await authenticateProxy(saas) });

    expect(body).toMatchObject({ environments: [{ featureConfigs: null, segments: null }] });
  });

  it('numbers versions itself where none is given', async () => {
    const id = saas.addEnvironment({ flags: [aFeatureConfig({ version: 7 })] });

    expect(saas.putFlag(id, aFeatureConfig({ state: 'off' }))).toBe(8);
    expect(saas.putFlag(id, '{"feature":"dark-mode"}')).toBe(9);
    expect(saas.patchFlag(id, 'dark-mode', { state: 'on' })).toBe(10);
    expect(saas.putFlag(id, aFeatureConfig({ version: 3 }))).toBe(3);
    expect(saas.putFlag(id, aFeatureConfig({ feature: 'new' }))).toBe(1);
  });

  it('shows AND rules only to who asks for rules=v2', async () => {
    const servingRules = [{ ruleId: 'r', priority: 1, clauses: [] }];
    const id = saas.addEnvironment({ segments: [aSegment({ servingRules })] });
    const headers = await authenticateProxy(saas);

    const plain = await askSaas(saas, `/client/env/${id}/target-segments`, { headers });
    const second = await askSaas(saas, `/client/env/${id}/target-segments?rules=v2`, { headers });

    expect(plain.body).toEqual([{ ...aSegment(), version: 1 }]);
    expect(second.body).toEqual([{ ...aSegment({ servingRules }), version: 1 }]);
  });
});

interface Page {
  readonly environments: readonly { readonly id: string }[];
}
