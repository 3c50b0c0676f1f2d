import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { makeCertificates, type Certificates } from '../../support/certificates.js';
import { ConnectProxy } from '../../support/connect-proxy.js';
import { RelayProcess } from '../../support/relay-process.js';
import { TraceReceiver } from '../../support/trace-receiver.js';
import { until } from '../../support/until.js';
import { ask, type Question } from '../support/ask.js';
import { bearer, productionSdk } from '../support/world.js';

const flags = `/client/env/${productionSdk.environment}/feature-configs`;
const route = '/client/env/:environment_uuid/feature-configs';
const caller = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;

describe('a relay that is told where traces go', () => {
  let receiver: TraceReceiver;
  let saas: StandInSaas;
  let relay: RelayProcess;

  beforeAll(async () => {
    receiver = await TraceReceiver.start();
    saas = await aSaas();
    const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_SERVICE_NAME: 'flags', OTEL_BSP_SCHEDULE_DELAY: '50' };
    relay = await RelayProcess.start({ ...settings(saas), ...tracing, FORWARD_TARGETS: 'true', LOG_REQUESTS: 'true' });
    await saas.waitForStream();
  }, 40_000);

  afterAll(async () => {
    await relay?.stop();
    await saas?.close();
    await receiver?.close();
  });

  const asked = (path: string, question: Question = {}) => ask(relay.url, path, { ...question, headers: { ...bearer(productionSdk), ...question.headers } });

  it.each([
    ['answered before the router', flags, `GET ${route}`, 200],
    ['answered by the router', `${flags}?x=1`, `GET ${route}`, 200],
    ['of a flag that is not there', `${flags}/nowhere`, `GET ${route}/:identifier`, 404],
    ['for nothing that is there', '/nonsense', 'GET unknown', 404],
  ])('continues the trace of a request %s', async (_, path, name, status) => {
    const before = receiver.spans.length;

    await asked(path, { headers: { traceparent } });

    const span = await until(() => receiver.spans.slice(before).find((received) => received.name === name), 20_000);
    expect(span).toMatchObject({ service: 'flags', role: 'single', kind: 2, traceId: caller.traceId, parentSpanId: caller.spanId, isFailed: false });
    expect(span.attributes).toMatchObject({ 'http.request.method': 'GET', 'http.response.status_code': status });
  });

  it('leaves out a request whose caller does not record', async () => {
    const unsampled = { traceId: '11111111111111111111111111111111', id: 'after-it' };
    await asked(flags, { headers: { traceparent: `00-${unsampled.traceId}-${caller.spanId}-00` } });
    const { traceId } = { traceId: '22222222222222222222222222222222' };

    await asked(flags, { headers: { traceparent: `00-${traceId}-${caller.spanId}-01` } });
    await receiver.span((span) => span.traceId === traceId);

    expect(receiver.spans.filter((span) => span.traceId === unsampled.traceId)).toEqual([]);
  });

  it('begins a trace where none was begun, and names it in the line of the request', async () => {
    await asked(`${flags}/dark-mode`, { headers: { 'x-request-id': 'named-line' } });

    const line = await until(() => linesOf(relay).find(({ requestId }) => requestId === 'named-line'));
    const span = await receiver.span(({ traceId }) => traceId === line['traceId']);
    expect(span).toMatchObject({ name: `GET ${route}/:identifier`, parentSpanId: undefined });
  });

  it('does not follow probes and the exposition', async () => {
    await asked('/health');
    await asked('/metrics');
    await asked(flags, { headers: { traceparent: `00-33333333333333333333333333333333-${caller.spanId}-01` } });
    await receiver.span(({ traceId }) => traceId === '33333333333333333333333333333333');

    expect(receiver.spans.filter(({ name }) => name.includes('/health') || name === 'GET /metrics')).toEqual([]);
  });

  it('follows a request with a body on to SaaS, which is told the trace', async () => {
    const own = '44444444444444444444444444444444';
    await ask(relay.url, '/client/auth', { method: 'POST', headers: { traceparent: `00-${own}-${caller.spanId}-01` }, body: { apiKey: productionSdk.key, target: { identifier: 'bob' } } });

    const inbound = await receiver.span(({ traceId, kind }) => traceId === own && kind === 2);
    const outbound = await receiver.span(({ traceId, kind }) => traceId === own && kind === 3);
    const told = await until(() => saas.requests.find(({ headers }) => String(headers['traceparent']).includes(own)));
    expect(inbound.name).toBe('POST /client/auth');
    expect(outbound).toMatchObject({ name: 'POST /client/auth', parentSpanId: inbound.spanId });
    expect(outbound.attributes).toMatchObject({ 'url.template': '/client/auth', 'server.address': '127.0.0.1', 'http.response.status_code': 200 });
    expect(told.headers['traceparent']).toBe(`00-${own}-${outbound.spanId}-01`);
  });

  it('follows a change from the event of SaaS to the write to SDK streams', async () => {
    const stream = await fetch(`${relay.url}/stream`, { headers: { ...bearer(productionSdk), 'API-Key': productionSdk.key } });
    const version = saas.patchFlag(productionSdk.environment, 'dark-mode', { state: 'on' });

    const change = await receiver.span((span) => span.name === 'change' && span.attributes['ff.change.version'] === version);
    const of = (name: string) => receiver.span((span) => span.traceId === change.traceId && span.name === name);
    const refresh = await of('refresh');
    const fetched = await of('GET /client/env/:env/feature-configs');
    const publish = await of('bus.publish');
    const steps = await Promise.all([of('cache.store'), of('memory.install'), of('sdk.write')]);

    expect(change).toMatchObject({ kind: 5, parentSpanId: undefined, attributes: { 'ff.change.identifier': 'dark-mode', 'ff.environment': productionSdk.environment } });
    expect([refresh.parentSpanId, fetched.parentSpanId, publish.parentSpanId]).toEqual([change.spanId, refresh.spanId, refresh.spanId]);
    expect(steps.map(({ parentSpanId }) => parentSpanId)).toEqual([refresh.spanId, refresh.spanId, publish.spanId]);
    expect(steps[2]?.attributes['ff.streams']).toBe(1);
    expect(change.ms).toBeGreaterThanOrEqual(fetched.ms);
    await stream.body?.cancel();
  });

  it('follows what it fetches at start, page by page', async () => {
    const synchronise = await receiver.span(({ name }) => name === 'synchronise');
    const calls = receiver.childrenOf(synchronise).filter(({ kind }) => kind === 3);

    expect(calls.map(({ name }) => name)).toEqual(expect.arrayContaining(['POST /proxy/auth', 'GET /proxy/config']));
  });

  it('sends what is left when it ends, and holds no secret in anything sent', async () => {
    const last = '55555555555555555555555555555555';
    await asked(flags, { headers: { traceparent: `00-${last}-${caller.spanId}-01` } });
    await relay.stop();

    await receiver.span(({ traceId }) => traceId === last);
    const sent = receiver.posts.map(({ body, headers }) => body.toString() + JSON.stringify(headers)).join('\n');
    for (const secret of [saas.proxyKey, ...sampleConfiguration.flatMap(({ sdkKeys }) => [...sdkKeys]), 'a-secret-for-tests-only', 'Bearer', 'eyJ']) expect(sent).not.toContain(secret);
  }, 20_000);
});

describe('a relay whose collector is away', () => {
  it('answers as ever, says so, and ends in time', async () => {
    const receiver = await TraceReceiver.start();
    const { url } = receiver;
    await receiver.close();
    const saas = await aSaas();
    const relay = await RelayProcess.start({ ...settings(saas), OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_TIMEOUT: '500', OTEL_BSP_SCHEDULE_DELAY: '50' });

    const answer = await ask(relay.url, flags, { headers: bearer(productionSdk) });
    const warning = await until(() => linesOf(relay).find(({ msg }) => msg === 'traces could not be exported'), 20_000);

    expect(answer.status).toBe(200);
    expect(warning).toMatchObject({ level: 40, reason: expect.any(String), spans: expect.any(Number) });
    expect(await relay.stop()).toBe(0);
    await saas.close();
  }, 60_000);
});

describe('a relay behind a proxy', () => {
  let certificates: Certificates;
  beforeAll(() => void (certificates = makeCertificates()));
  afterAll(() => certificates.remove());

  it.each([
    ['http', 'http', {}, true],
    ['https', 'https', {}, true],
    ['http', 'http', { NO_PROXY: '127.0.0.1' }, false],
    ['https', 'https', { NO_PROXY: '127.0.0.0/8', NODE_EXTRA_CA_CERTS: 'the authority' }, false],
  ] as const)('sends traces over %s through a proxy over %s, with %j: %s', async (scheme, proxyScheme, env, isProxied) => {
    const receiver = await TraceReceiver.start(scheme === 'https' ? certificates : undefined);
    const proxy = await ConnectProxy.start(proxyScheme === 'https' ? certificates : undefined);
    const saas = await aSaas();
    const authority = 'NODE_EXTRA_CA_CERTS' in env ? { NODE_EXTRA_CA_CERTS: certificates.caFile } : { SSL_CERT_FILE: certificates.caFile };
    const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_BSP_SCHEDULE_DELAY: '50' };
    const relay = await RelayProcess.start({ ...settings(saas), ...tracing, ...env, ...authority, [`${scheme.toUpperCase()}_PROXY`]: `${proxyScheme}://tracer:word@${proxy.address}` });

    await receiver.span(({ name }) => name === 'synchronise');

    const { host } = new URL(receiver.url);
    expect(proxy.tunnels.includes(host)).toBe(isProxied);
    if (isProxied) expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${Buffer.from('tracer:word').toString('base64')}`]));
    expect(await relay.stop()).toBe(0);
    await Promise.all([saas.close(), proxy.close(), receiver.close()]);
  }, 40_000);

  it('says so while the proxy does not let it through', async () => {
    const receiver = await TraceReceiver.start();
    const saas = await aSaas();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url.replace('127.0.0.1', 'localhost'), OTEL_EXPORTER_OTLP_TIMEOUT: '500', OTEL_BSP_SCHEDULE_DELAY: '50' };
    const relay = await RelayProcess.start({ ...settings(saas), ...env, HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' });

    await until(() => linesOf(relay).find(({ msg }) => msg === 'traces could not be exported'), 20_000);

    expect(receiver.posts).toEqual([]);
    expect(await relay.stop()).toBe(0);
    await Promise.all([saas.close(), receiver.close()]);
  }, 40_000);
});

describe('traces in protobuf', () => {
  it('are what is sent when nothing else is asked for', async () => {
    const receiver = await TraceReceiver.start();
    const saas = await aSaas();
    const relay = await RelayProcess.start({ ...settings(saas), OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/v1/traces`, OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test', OTEL_BSP_SCHEDULE_DELAY: '50' });

    const post = await until(() => receiver.posts.find(({ body }) => body.includes('GET /proxy/config')), 20_000);

    expect([post.path, post.headers['content-type']]).toEqual(['/v1/traces', 'application/x-protobuf']);
    for (const text of ['ff-relay-proxy', 'deployment.environment']) expect(post.body.includes(text)).toBe(true);
    expect(post.body.includes(saas.proxyKey)).toBe(false);
    await relay.stop();
    await saas.close();
    await receiver.close();
  }, 60_000);
});

describe('what tracing needs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loads-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const loadedBy = async (name: string, env: Record<string, string>) => {
    const file = join(folder, name);
    const saas = await aSaas();
    const NODE_OPTIONS = `--import=${pathToFileURL(resolve('test/support/record-loads.mjs')).href}`;
    const relay = await RelayProcess.start({ ...settings(saas), NODE_OPTIONS, RECORD_LOADS: file, ...env });
    await ask(relay.url, flags, { headers: bearer(productionSdk) });
    await relay.stop();
    await saas.close();
    return readFileSync(file, 'utf8').split('\n').filter((url) => /opentelemetry|open-telemetry/.test(url));
  };

  // Which settings switch it off is the business of assembleTracing.
  it('is not loaded when it is off', async () => {
    expect(await loadedBy('off', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).toEqual([]);
  }, 40_000);

  it('is loaded when it is on', async () => {
    expect(await loadedBy('on', { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).toEqual(expect.arrayContaining([expect.stringContaining('@opentelemetry/api')]));
  }, 40_000);
});

async function aSaas(): Promise<StandInSaas> {
  const saas = await StandInSaas.start();
  for (const environment of sampleConfiguration) saas.addEnvironment(environment);
  return saas;
}

function settings(saas: StandInSaas): Record<string, string> {
  return { PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl };
}

function linesOf(relay: RelayProcess): readonly Record<string, unknown>[] {
  const lines = relay.output.join('').split('\n');
  return lines.flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Record<string, unknown>] : []));
}
