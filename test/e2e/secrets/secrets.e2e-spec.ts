import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { ConnectProxy } from '../../support/connect-proxy.js';
import { leaksIn } from '../../support/leaks-in.js';
import { RelayProcess } from '../../support/relay-process.js';
import { TraceReceiver } from '../../support/trace-receiver.js';
import { until } from '../../support/until.js';
import { sendRaw } from '../support/send-raw.js';
import { productionSdk, stagingSdk } from '../support/world.js';

const prefix = `/client/env/${productionSdk.environment}`;
const own = { AUTH_SECRET: 'signing-"secret"/of-this-test', proxyPassword: 'pass+of/the-proxy' };
const breaking = `--import=${pathToFileURL(resolve('test/support/break-on-signal.mjs')).href}`;

describe('a relay at DEBUG, whatever happens to it', () => {
  let saas: StandInSaas;
  let proxy: ConnectProxy;
  let receiver: TraceReceiver;
  let relay: RelayProcess;
  let token = '';
  const answers: string[] = [];

  beforeAll(async () => {
    [saas, proxy, receiver] = await Promise.all([StandInSaas.start(), ConnectProxy.start(), TraceReceiver.start()]);
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
    relay = await RelayProcess.start({
      PROXY_KEY: saas.proxyKey,
      AUTH_SECRET: own.AUTH_SECRET,
      CLIENT_SERVICE: saas.clientUrl,
      METRIC_SERVICE: saas.metricsUrl,
      HTTP_PROXY: `http://user:${encodeURIComponent(own.proxyPassword)}@${proxy.address}`,
      LOG_LEVEL: 'DEBUG',
      LOG_REQUESTS: 'true',
      FORWARD_TARGETS: 'true',
      HEARTBEAT_INTERVAL: '1',
      SAAS_POLL_INTERVAL: '0.1',
      METRIC_FLUSH_BYTES: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      NODE_OPTIONS: breaking,
    });
    await saas.waitForStream();
  }, 40_000);

  afterAll(async () => {
    await relay?.stop('SIGKILL');
    await Promise.all([saas?.close(), proxy?.close(), receiver?.close()]);
  });

  const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
    const answer = await fetch(relay.url + path, init);
    const text = await answer.text();
    if (path !== '/client/auth' || !answer.ok) answers.push(`${path.slice(0, 20)} ${answer.status} ${text}`);
    return text;
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) => ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
  const said = (text: string) => until(() => relay.output.join('').includes(text), 20_000);

  /** No secret so far, in anything that left the relay for somebody else than it belongs to. */
  const expectNoLeak = async () => {
    await ask('/metrics');
    await until(() => receiver.posts.length > 0);
    const places = { log: relay.output.join(''), traces: receiver.posts.map(({ body }) => body.toString()).join('\n'), answers: answers.join('\n') };
    const secrets = {
      proxyKey: saas.proxyKey,
      ...own,
      token,
      otherToken: `${token.split('.').slice(0, 2).join('.')}.${'x'.repeat(43)}`,
      unknownKey: 'an-unknown-sdk-key',
      cookie: 'a-cookie-of-its-own',
      attribute: 'targets-own-secret',
      ...Object.fromEntries(sampleConfiguration.flatMap(({ sdkKeys }) => sdkKeys.map((key, index) => [`sdkKey${index}`, key]))),
      ...Object.fromEntries(saas.requests.flatMap(({ headers }, index) => (headers.authorization ? [[`saasToken${index}`, headers.authorization.slice(7)]] : []))),
    };
    expect(Object.keys(secrets).some((name) => name.startsWith('saasToken'))).toBe(true);
    expect(leaksIn(places, secrets)).toEqual([]);
  };

  it('shows no secret in ordinary use', async () => {
    const { authToken } = JSON.parse(await post('/client/auth', { apiKey: productionSdk.key, target: { identifier: 'bob', attributes: { password: 'targets-own-secret' } } })) as { authToken: string };
    token = authToken;
    const headers = { authorization: `Bearer ${token}`, cookie: 'a-cookie-of-its-own' };
    const entry = { count: 1, metricsType: 'FFMETRICS', timestamp: 1, attributes: [{ key: 'featureIdentifier', value: 'dark-mode' }, { key: 'variationIdentifier', value: 'true' }] };

    const stream = await fetch(`${relay.url}/stream`, { headers: { ...headers, 'API-Key': productionSdk.key } });
    for (const path of ['feature-configs', 'target-segments?rules=v2', 'target/bob/evaluations']) await ask(`${prefix}/${path}`, { headers });
    await post(`/metrics/${productionSdk.environment}`, { metricsData: [entry] }, headers);
    await Promise.all([saas.waitForTarget(), saas.waitForMetrics(), said('"state":"CONNECTED"')]);
    saas.patchFlag(productionSdk.environment, 'dark-mode', { state: 'on' });
    await receiver.span(({ name }) => name === 'sdk.write');

    await stream.body?.cancel();
    await expectNoLeak();
  }, 30_000);

  it('shows no secret in what is malformed, nor where a token stands in an odd place', async () => {
    const bearer = `Bearer ${token}`;
    await post('/client/auth', `{"apiKey":"${productionSdk.key}"`);
    await post('/client/auth', { apiKey: 'an-unknown-sdk-key' });
    await post('/client/auth', { apiKey: [productionSdk.key], target: productionSdk.key });
    await post(`/metrics/${productionSdk.environment}`, `{"metricsData":["${productionSdk.key}"`, { authorization: bearer });
    await post(`/metrics/${productionSdk.environment}`, { metricsData: [productionSdk.key, { attributes: token }] }, { authorization: bearer });
    for (const path of [`/nonsense/${productionSdk.key}`, `/${token}`, `${prefix}/feature-configs?token=${token}`, `/client/env/${productionSdk.key}/feature-configs`, `${prefix}/feature-configs/%zz${token}`]) {
      await ask(path, { headers: { authorization: bearer } });
      await ask(path, { headers: { authorization: `Basic ${token}` } });
      await ask(path, { method: 'DELETE' });
    }
    await ask(`${prefix}/feature-configs`, { headers: { authorization: `${bearer.slice(0, -43)}${'x'.repeat(43)}` } });
    await ask(`${prefix}/feature-configs`, { headers: { 'x-request-id': token, 'harness-sdk-applicationid': token, 'user-agent': token, traceparent: token } });
    await ask('/stream', { headers: { authorization: bearer, 'API-Key': stagingSdk.key } });
    const heads = [`GET / HTTP/1.1\r\nhost: relay\r\nauthorization: ${bearer}\r\nbad header ${productionSdk.key}\r\n\r\n`, `${token}\r\n\r\n`, `GET /${productionSdk.key} HTTP/9.9\r\n\r\n`];
    for (const head of heads) answers.push(await sendRaw(relay.url, head));

    await expectNoLeak();
  }, 30_000);

  it.each([
    ['answers 500', { status: 500, body: 'SECRETS' }],
    ['answers 401', { status: 401, body: 'SECRETS' }],
    ['answers nonsense', { status: 200, body: '{"authToken":"SECRETS"' }],
    ['breaks connections', { reset: true }],
  ] as const)('shows no secret while SaaS %s', async (_, how) => {
    const body = 'body' in how ? how.body.replace('SECRETS', `${saas.proxyKey} ${token}`) : undefined;
    const before = relay.output.join('').length;
    saas.fail({ path: '/', ...how, ...(body !== undefined && { body }) });
    saas.expireTokens();
    saas.emitRaw(`event: *\ndata: {"event":"${saas.proxyKey}\n\n`);
    saas.resetStreams();

    await until(() => relay.output.join('').slice(before).includes('configuration could not be fetched'), 20_000);
    saas.clearFailures();
    await until(() => relay.output.join('').slice(before).includes('"state":"CONNECTED"'), 20_000);

    await expectNoLeak();
  }, 60_000);

  it('shows no secret when the proxy key is refused', async () => {
    saas.deleteProxyKey(saas.proxyKey, { announce: false });
    saas.expireTokens();
    saas.dropStreams();

    await said('our key is refused');

    await ask('/health/ready');
    await expectNoLeak();
  }, 30_000);

  it('shows no secret when something breaks that nobody foresaw, and ends on what it cannot survive', async () => {
    relay.signal('SIGUSR2');
    await said('unhandled rejection');
    expect((await fetch(`${relay.url}/health`)).status).toBe(200);
    await expectNoLeak();

    relay.signal('SIGHUP');

    expect(await relay.ended()).toBe(1);
    expect(relay.output.join('')).toContain('uncaught exception: the relay ends');
    expect(leaksIn({ log: relay.output.join('') }, { proxyKey: saas.proxyKey, ...own })).toEqual([]);
  }, 30_000);
});
