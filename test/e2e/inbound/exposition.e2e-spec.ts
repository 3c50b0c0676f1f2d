import { freePort } from '../../support/free-port.js';
import { sendRaw } from '../support/send-raw.js';
import { aWorld, productionSdk, type World } from '../support/world.js';

const env = productionSdk.environment;
const inEnvironment = '/client/env/:environment_uuid';

/** The value of one sample of the exposition; 0 when it is not there. */
function sample(text: string, name: string, labels: Record<string, string>): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{`) && Object.entries(labels).every(([label, value]) => candidate.includes(`${label}="${value}"`)));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('the exposition', () => {
  let world: World;
  beforeEach(async () => (world = await aWorld()));
  afterEach(() => world.close());

  const expose = async () => (await world.ask('/metrics')).text;

  it('is plain Prometheus text, and needs no token', async () => {
    const answer = await world.ask('/metrics');

    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.text).toMatch(/^# TYPE ff_proxy_http_requests_total counter$/m);
    expect(answer.text).toMatch(/^# TYPE process_cpu_user_seconds_total counter$/m);
  });

  it.each([
    ['GET', `/client/env/${env}/feature-configs`, `${inEnvironment}/feature-configs`],
    ['GET', `/client/env/${env}/feature-configs/dark-mode`, `${inEnvironment}/feature-configs/:identifier`],
    ['GET', `/client/env/${env}/target-segments`, `${inEnvironment}/target-segments`],
    ['GET', `/client/env/${env}/target-segments/beta-testers`, `${inEnvironment}/target-segments/:identifier`],
    ['GET', `/client/env/${env}/target/bob/evaluations`, `${inEnvironment}/target/:target/evaluations`],
    ['GET', `/client/env/${env}/target/bob/evaluations/dark-mode`, `${inEnvironment}/target/:target/evaluations/:feature`],
    ['POST', `/metrics/${env}`, '/metrics/:environment_uuid'],
  ])('counts %s %s as %s, under either prefix', async (method, path, url) => {
    for (const prefix of ['', '/', '/api/1.0']) await world.askAs(productionSdk, prefix + path, { method, ...(method === 'POST' && { body: {} }) });
    await world.ask(path, { method, ...(method === 'POST' && { body: {} }) });

    const text = await expose();
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '200', envID: env, method, url })).toBe(3);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '401', envID: '', method, url })).toBe(1);
    expect(sample(text, 'ff_proxy_http_requests_duration_count', { envID: env, url })).toBe(3);
    expect(sample(text, 'ff_http_requests_content_length_histogram_count', { envID: env, url })).toBe(method === 'POST' ? 3 : 0);
    expect(text).not.toContain('bob');
  });

  it('counts what never gets as far as a route', async () => {
    await world.askAs(productionSdk, `/client/env/${env}/feature-configs/%zz`);
    await sendRaw(world.relay.url, 'no HTTP at all\r\n\r\n');
    await sendRaw(world.relay.url, `GET / HTTP/1.1\r\nhost: relay\r\nlong: ${'x'.repeat(600_000)}\r\n\r\n`);

    const text = await expose();
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '400', envID: '', method: 'GET', url: 'unknown' })).toBe(1);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '400', envID: '', method: 'unknown', url: 'unknown' })).toBe(1);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '431', envID: '', method: 'unknown', url: 'unknown' })).toBe(1);
    expect(sample(text, 'ff_relay_requests_rejected_total', { reason: 'status_431' })).toBe(1);
    expect(text).not.toContain('%zz');
  });

  it('counts authentications and streams by their routes', async () => {
    await world.ask('/client/auth', { method: 'POST', body: { apiKey: productionSdk.key } });
    await world.ask('/client/auth', { method: 'POST', body: { apiKey: 'unknown-key' } });
    await world.askAs(productionSdk, '/stream');
    await world.askAs(productionSdk, '/stream', { headers: { 'api-key': productionSdk.key } });

    const text = await expose();
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '200', method: 'POST', url: '/client/auth' })).toBe(1);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '401', method: 'POST', url: '/client/auth' })).toBe(1);
    expect(sample(text, 'ff_http_requests_content_length_histogram_count', { url: '/client/auth' })).toBe(2);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '400', envID: env, method: 'GET', url: '/stream' })).toBe(1);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '200', envID: env, method: 'GET', url: '/stream' })).toBe(1);
  });

  it('counts all unknown paths as one, and the wrong method under its route', async () => {
    for (const path of ['/a', '/b/c', '/d?e=f']) await world.ask(path);
    await world.ask('/client/auth', { method: 'DELETE' });

    const text = await expose();
    const unknown = text.split('\n').filter((line) => line.startsWith('ff_proxy_http_requests_total{code="404"'));
    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toMatch(/ 3$/);
    expect(sample(text, 'ff_proxy_http_requests_total', { code: '405', method: 'DELETE', url: '/client/auth' })).toBe(1);
  });

  it('does not count probes and itself', async () => {
    for (const path of ['/health', '/health/live', '/health/ready', '/metrics', '/openapi.json']) await world.ask(path);

    expect(await expose()).not.toMatch(/url="\/(health|metrics"|openapi)/);
  });

  it('takes no label from a path, whoever asks', async () => {
    for (let n = 0; n < 50; n++) await world.ask(`/client/env/environment-${n}/feature-configs`);

    expect(await expose()).not.toContain('environment-');
  });
});

describe('the exposition on a port of its own', () => {
  let world: World;
  let own: string;
  beforeAll(async () => {
    const port = await freePort();
    own = `http://127.0.0.1:${port}`;
    world = await aWorld({ env: { PROMETHEUS_PORT: String(port) } });
  });
  afterAll(() => world.close());

  it('is there, and not on the port of SDKs', async () => {
    const answer = await fetch(`${own}/metrics`);

    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('# TYPE ff_proxy_stream_health gauge')]);
    expect((await world.ask('/metrics')).status).toBe(404);
  });

  it('answers nothing else there', async () => {
    for (const path of ['/', '/health', '/client/auth', '/metrics/x']) expect((await fetch(own + path)).status).toBe(404);
    expect((await fetch(`${own}/metrics`, { method: 'POST' })).status).not.toBe(200);
  });

  it('still takes SDK metrics on the port of SDKs', async () => {
    expect((await world.askAs(productionSdk, `/metrics/${env}`, { method: 'POST', body: {} })).status).toBe(200);
  });
});
