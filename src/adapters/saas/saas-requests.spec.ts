import { StandInSaas } from '../../../test/saas/stand-in-saas.mjs';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { aSaasConnection } from '../../../test/support/saas-connection.builder.js';
import type { EnvironmentConfig } from '../../kernel/configuration.js';
import { UpstreamRejected, UpstreamUnavailable, type FetchedEnvironment } from '../../ports/saas-client.port.js';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { HttpSaasClient } from './http-saas-client.js';
import { HttpSaasIntake } from './http-saas-intake.js';
import type { SaasConnection } from './saas-connection.js';

describe('requests to SaaS', () => {
  let saas: StandInSaas;
  let log: RecordedLog;
  let metrics: RelayMetrics;
  let connection: SaasConnection;
  let client: HttpSaasClient;
  let environment: string;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    environment = saas.addEnvironment({ flags: ['{"feature":"a","version":1}'] });
    log = new RecordedLog();
    metrics = new RelayMetrics();
    await connect(15_000);
  });

  const connect = async (requestTimeoutMs: number): Promise<void> => {
    await connection?.onApplicationShutdown();
    connection = aSaasConnection(saas, { log, metrics, limits: { requestTimeoutMs, maxRetryAfterMs: 1_000, maxAnswerBytes: 64 * 1024 } });
    client = new HttpSaasClient(connection);
  };

  afterEach(async () => {
    await connection.onApplicationShutdown();
    await saas.close();
  });

  const asked = (part: string): number => saas.requests.filter(({ path }) => path.includes(part)).length;

  describe('say who asks for what', () => {
    it('when they fetch the configuration, page by page', async () => {
      for (let index = 1; index < 25; index++) saas.addEnvironment();

      const found = await all(client);

      expect(found).toHaveLength(25);
      const pages = saas.requests.filter(({ path }) => path.includes('/proxy/config')).map(({ path }) => Object.fromEntries(new URL(path, 'http://saas').searchParams));
      expect(pages).toEqual(['0', '1', '2'].map((pageNumber) => ({ key: saas.proxyKey, cluster: '1', pageNumber, pageSize: '10' })));
    });

    it('and do not read again what is held as it came', async () => {
      const other = saas.addEnvironment({ flags: ['{"feature":"a","version":1}'] });
      const came = new Map<string | undefined, FetchedEnvironment>();
      for await (const each of client.fetchConfiguration()) came.set(each.revision, each);
      saas.patchFlag(other, 'a', { state: 'off' }, { announce: false });

      const again: FetchedEnvironment[] = [];
      for await (const each of client.fetchConfiguration((revision) => came.get(revision))) again.push(each);

      const [unchanged, changed] = again;
      expect(came.size).toBe(2);
      expect(unchanged?.featureConfigs).toBe(came.get(unchanged?.revision)?.featureConfigs);
      expect(came.has(changed?.revision)).toBe(false);
      expect(changed?.featureConfigs[0]?.json).toContain('"off"');
    });

    it('a few pages ahead of who goes through them', async () => {
      for (let index = 1; index < 60; index++) saas.addEnvironment();
      const configuration = client.fetchConfiguration();

      await configuration.next();
      await saas.waitForRequest(({ path }) => path.includes('pageNumber=3'));
      expect(asked('/proxy/config')).toBe(4);

      let others = 0;
      for await (const _ of configuration) others += 1;
      expect(others).toBe(59);
      expect(asked('/proxy/config')).toBe(6);
    });

    it('when they fetch one environment', async () => {
      await client.fetchEnvironment(environment);

      const { path, headers } = await saas.waitForRequest((request) => request.path.includes('/proxy/config'));
      expect(new URL(path, 'http://saas').searchParams.get('environment')).toBe(environment);
      expect(headers.authorization).toMatch(/^Bearer \S+$/);
    });

    it('when they fetch flags and groups', async () => {
      await client.fetchFeatureConfigs(environment);
      await client.fetchSegments(environment);

      const identified = { 'harness-accountid': 'stand-in-account', 'harness-environmentid': environment, 'harness-sdk-info': expect.stringMatching(/^Proxy \d/) };
      const flags = await saas.waitForRequest(({ path }) => path.includes('/feature-configs'));
      const groups = await saas.waitForRequest(({ path }) => path.includes('/target-segments'));
      expect(flags.path).toMatch(new RegExp(`/client/env/${environment}/feature-configs\\?cluster=1$`));
      expect(groups.path).toMatch(new RegExp(`/client/env/${environment}/target-segments\\?cluster=1&rules=v2$`));
      expect([flags.headers, groups.headers]).toEqual([expect.objectContaining(identified), expect.objectContaining(identified)]);
    });

    it('when they open the stream', async () => {
      (await client.openStream()).close();

      const { path, headers } = await saas.waitForRequest((request) => request.path.includes('/stream'));
      expect(path).toMatch(/\/stream\?cluster=1$/);
      expect(headers).toMatchObject({ 'api-key': saas.proxyKey, 'harness-accountid': 'stand-in-account', 'harness-sdk-info': expect.stringMatching(/^Proxy \d/) });
    });

    it('whatever the environment is called', async () => {
      const odd = 'größe/1 ?&#%';
      saas.addEnvironment({ id: odd, flags: ['{"feature":"x"}'] });

      saas.fail({ path: encodeURIComponent(odd), body: '[{"feature":"x"}]' });

      expect((await client.fetchFeatureConfigs(odd)).items).toMatchObject([{ identifier: 'x' }]);
      expect(await client.fetchEnvironment(odd)).toMatchObject({ id: odd });
    });
  });

  describe('are repeated', () => {
    it('after a 5xx', async () => {
      saas.fail({ path: '/feature-configs', status: 503, times: 2 });

      expect((await client.fetchFeatureConfigs(environment)).items).toHaveLength(1);
      expect(asked('/feature-configs')).toBe(3);
    });

    it('after the connection broke', async () => {
      saas.fail({ path: '/feature-configs', reset: true, times: 2 });

      expect((await client.fetchFeatureConfigs(environment)).items).toHaveLength(1);
    });

    it('after a 429, and not before its Retry-After', async () => {
      saas.fail({ path: '/feature-configs', status: 429, headers: { 'retry-after': '1' }, times: 1 });

      expect((await client.fetchFeatureConfigs(environment)).items).toHaveLength(1);

      const [first, second] = saas.requests.filter(({ path }) => path.includes('/feature-configs'));
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(900);
    });

    it('soon when Retry-After asks for more than the bound', async () => {
      saas.fail({ path: '/feature-configs', status: 503, headers: { 'retry-after': '86400' }, times: 1 });

      expect((await client.fetchFeatureConfigs(environment)).items).toHaveLength(1);
    });

    it('a few times only', async () => {
      saas.fail({ path: '/feature-configs', status: 500 });

      await expect(client.fetchFeatureConfigs(environment)).rejects.toThrow('The upstream answered /client/env/:env/feature-configs with status 500');
      expect(asked('/feature-configs')).toBe(3);
    });

    it('not after any other 4xx', async () => {
      saas.fail({ path: '/feature-configs', status: 404 });

      await expect(client.fetchFeatureConfigs(environment)).rejects.toThrow(UpstreamUnavailable);
      expect(asked('/feature-configs')).toBe(1);
    });
  });

  describe('that hang', () => {
    beforeEach(() => connect(3_000));

    it('are sent once more before their time is up, and broken off when that is answered', async () => {
      await client.authenticate();
      saas.fail({ path: '/feature-configs', hang: true, times: 2 });
      const sentAt = performance.now();

      expect((await client.fetchFeatureConfigs(environment)).items).toHaveLength(1);

      expect(performance.now() - sentAt).toBeGreaterThan(1_900);
      expect(asked('/feature-configs')).toBe(3);
    });

    it('do so when they open the stream, of which one is left then', async () => {
      saas.fail({ path: '/stream', hang: true, times: 1 });

      const stream = await client.openStream();
      const messages = stream.messages[Symbol.asyncIterator]();
      saas.emit({ domain: 'flag', event: 'patch', environment, identifier: 'a', version: 2 });

      expect((await messages.next()).value).toMatchObject({ identifier: 'a', version: 2 });
      expect([asked('/stream'), saas.streams]).toEqual([2, 1]);
      stream.close();
    });

    it('are not sent twice where that would count something twice', async () => {
      saas.fail({ path: '/metrics/', hang: true, times: 1 });

      await new HttpSaasIntake(connection).postMetrics(environment, { metricsData: [], targetData: [] });

      expect(asked('/metrics/')).toBe(1);
    });
  });

  describe('renew the token', () => {
    it('once and for everybody who was refused at the same time', async () => {
      await client.authenticate();
      saas.expireTokens();

      const answers = await Promise.all([client.fetchFeatureConfigs(environment), client.fetchSegments(environment), client.fetchFeatureConfigs(environment)]);

      expect(answers.map(({ items }) => items.length)).toEqual([1, 0, 1]);
      expect(asked('/proxy/auth')).toBe(2);
    });

    it('before they open the stream again', async () => {
      await client.authenticate();
      saas.expireTokens();

      (await client.openStream()).close();

      expect(asked('/proxy/auth')).toBe(2);
    });

    it('once only', async () => {
      saas.fail({ path: '/feature-configs', status: 401 });

      await expect(client.fetchFeatureConfigs(environment)).rejects.toThrow('The upstream refused /client/env/:env/feature-configs with status 401');
      expect(asked('/feature-configs')).toBe(2);
    });

    it('and keep the newest when answers arrive out of order', async () => {
      saas.fail({ path: '/proxy/auth', delayMs: 200, times: 1 });
      const slow = client.authenticate();
      await saas.waitForRequest(({ path }) => path.includes('/proxy/auth'));
      const quick = client.authenticate();
      await quick;
      saas.expireTokens();
      await client.authenticate();
      await slow;

      await client.fetchFeatureConfigs(environment);

      expect(asked('/feature-configs')).toBe(1);
    });
  });

  it.each([401, 403])('are rejected for good when the proxy key is refused with %i', async (status) => {
    saas.fail({ path: '/proxy/auth', status });

    await expect(client.authenticate()).rejects.toThrow(UpstreamRejected);
    await expect(client.authenticate()).rejects.toThrow(`The upstream refused /proxy/auth with status ${status}`);
    expect(asked('/proxy/auth')).toBe(2);
  });

  describe('end with UpstreamUnavailable', () => {
    it('when no answer comes', async () => {
      await connect(500);
      saas.fail({ path: '/feature-configs', hang: true });

      await expect(client.fetchFeatureConfigs(environment)).rejects.toThrow('GET /client/env/:env/feature-configs failed: no answer within 500 ms');
      expect(asked('/feature-configs')).toBeGreaterThanOrEqual(3);
      expect(asked('/feature-configs')).toBeLessThanOrEqual(9);
    });

    it('when the stream does not answer', async () => {
      await connect(500);
      saas.fail({ path: '/stream', hang: true });

      await expect(client.openStream()).rejects.toThrow(UpstreamUnavailable);
    });

    it('when the stream is something else', async () => {
      saas.fail({ path: '/stream', body: '<html>' });

      await expect(client.openStream()).rejects.toThrow('The answer of /stream is no event stream');
    });

    it('when an answer is larger than the bound', async () => {
      saas.fail({ path: '/feature-configs', body: `["${'x'.repeat(64 * 1024)}"]` });

      await expect(client.fetchFeatureConfigs(environment)).rejects.toThrow('The answer of /client/env/:env/feature-configs is larger than 65536 bytes');
    });

    it.each(['', 'not JSON', '{}', '[{"feature":]', '[{"feature":"a"}', '"text"'])('when flags are %j', async (body) => {
      saas.fail({ path: '/feature-configs', body });

      await expect(client.fetchFeatureConfigs(environment)).rejects.toThrow(UpstreamUnavailable);
    });

    it.each(['', '[]', '{}', '{"code":"500"}', '{"environments":{}}', '{"environments":[{"id":"a","featureConfigs":"x"}]}', '{"environments":[{"id":"a","apiKeys":{}}]}', '{"environments":[{"id":', '{"environments":[7]}'])(
      'when the configuration is %j',
      async (body) => {
        saas.fail({ path: '/proxy/config', body });

        await expect(all(client)).rejects.toThrow(UpstreamUnavailable);
      },
    );

    it.each(['{}', 'null', '{"authToken":7}', '{"authToken":"no token"}', '{"authToken":"a.W10.c"}'])('when the token is %j', async (body) => {
      saas.fail({ path: '/proxy/auth', body });

      await expect(client.authenticate()).rejects.toThrow('The answer of /proxy/auth is not what was asked for');
    });

    it('when a later page cannot be had, after what came before', async () => {
      for (let index = 1; index < 25; index++) saas.addEnvironment();
      saas.fail({ path: 'pageNumber=1', status: 500 });
      const found: EnvironmentConfig[] = [];

      await expect(
        (async () => {
          for await (const each of client.fetchConfiguration()) found.push(each);
        })(),
      ).rejects.toThrow(UpstreamUnavailable);

      expect(found).toHaveLength(10);
    });

    it('when more pages are announced than there can be', async () => {
      saas.fail({ path: '/proxy/config', body: '{"pageCount":1000000000,"environments":[]}' });

      await expect(all(client)).rejects.toThrow('The upstream announces 1000000000 pages, more than 10000');
    });

    it('when the connection is closed meanwhile', async () => {
      saas.fail({ path: '/feature-configs', hang: true });
      await client.authenticate();
      const fetching = Promise.allSettled([client.fetchFeatureConfigs(environment)]);
      await saas.waitForRequest(({ path }) => path.includes('/feature-configs'));

      await connection.onApplicationShutdown();

      expect(await fetching).toEqual([{ status: 'rejected', reason: expect.any(UpstreamUnavailable) }]);
      await expect(client.authenticate()).rejects.toThrow('The connection to the upstream is closed');
    });
  });

  describe('tolerate', () => {
    it.each(['null', '[]', ' null '])('flags that are %j', async (body) => {
      saas.fail({ path: '/feature-configs', body });

      expect((await client.fetchFeatureConfigs(environment)).items).toEqual([]);
    });

    it.each(['{"pageCount":0,"environments":null}', '{"pageCount":null}', '{"pageCount":"1","environments":[]}'])('a configuration that is %j', async (body) => {
      saas.fail({ path: '/proxy/config', body });

      expect(await all(client)).toEqual([]);
    });

    it('arrays that are null or missing in an environment', async () => {
      saas.fail({ path: '/proxy/config', body: '{"environments":[{"id":"a","apiKeys":null,"featureConfigs":null,"segments":null},{"id":"b"}]}' });

      expect(await all(client)).toMatchObject([
        { id: 'a', featureConfigs: [], segments: [], authKeys: [] },
        { id: 'b', featureConfigs: [], segments: [], authKeys: [] },
      ]);
    });

    it('environments and items without a name, which are logged and left out', async () => {
      saas.fail({ path: '/proxy/config', body: '{"environments":[null,{"id":""},{"id":7},{"id":"a","segments":[{"identifier":"s"},{"name":"t"},null,7],"featureConfigs":[{"identifier":"wrong field"}]}]}' });

      expect(await all(client)).toMatchObject([{ id: 'a', featureConfigs: [], segments: [{ identifier: 's', version: 0 }] }]);
      expect(log.lines.filter((line) => line.includes('an environment of the upstream that has no id'))).toHaveLength(3);
      expect(log.lines.filter((line) => line.includes('an item of the upstream that has no identifier'))).toHaveLength(4);
    });

    it('an environment that is listed on two pages, which is told once', async () => {
      saas.fail({ path: 'pageNumber=0', body: '{"pageCount":2,"environments":[{"id":"a"},{"id":"b"}]}' });
      saas.fail({ path: 'pageNumber=1', body: '{"pageCount":2,"environments":[{"id":"b"},{"id":"c"}]}' });

      expect((await all(client)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    });

    it('keys in capitals and twice, members twice, and a byte order mark', async () => {
      saas.fail({ path: '/proxy/config', body: '\uFEFF{"environments":[{"id":"x","apiKeys":["AB12","ab12",7],"id":"a"}]}' });

      expect(await all(client)).toMatchObject([{ id: 'a', authKeys: ['ab12'] }]);
    });

    it('a token without account and cluster', async () => {
      const claims = Buffer.from('{"environments":null}').toString('base64url');
      saas.fail({ path: '/proxy/auth', body: `{"authToken":"h.${claims}.s"}` });

      expect(await client.authenticate()).toEqual({ environments: [], clusterIdentifier: '1' });
    });
  });

  it('are counted and timed by route, environment and status', async () => {
    await connect(1_500);
    saas.fail({ path: '/feature-configs', status: 503, times: 1 });
    saas.fail({ path: '/target-segments', hang: true });

    await client.fetchFeatureConfigs(environment);
    await expect(client.fetchSegments(environment)).rejects.toThrow(UpstreamUnavailable);

    const { values } = await metrics.saasRequests.get();
    expect(values.map(({ labels, value }) => [labels.url, labels.envID, labels.code, value])).toEqual([
      ['/proxy/auth', '', '200', 1],
      ['/client/env/:env/feature-configs', environment, '503', 1],
      ['/client/env/:env/feature-configs', environment, '200', 1],
      ['/client/env/:env/target-segments', environment, 'error', 3],
    ]);
    const timed = (await metrics.saasDuration.get()).values.filter(({ metricName }) => metricName?.endsWith('_count'));
    expect(timed.map(({ labels, value }) => [labels.url, value])).toEqual([
      ['/proxy/auth', 1],
      ['/client/env/:env/feature-configs', 2],
      ['/client/env/:env/target-segments', 3],
    ]);
  });
});

async function all(client: HttpSaasClient): Promise<EnvironmentConfig[]> {
  const environments: EnvironmentConfig[] = [];
  for await (const environment of client.fetchConfiguration()) environments.push(environment);
  return environments;
}
