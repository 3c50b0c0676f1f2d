import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { RelayConfig, Role } from '../../src/config/relay-config.js';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { RedisServer } from '../support/redis-server.js';
import { aSegment } from '../support/segment.builder.js';
import { until } from '../support/until.js';

const environment = 'fleet-environment';
const key = 'fleet-key';

describe('a primary and its replica', () => {
  let redis: RedisServer;
  let saas: StandInSaas;
  let primary: Node;
  let replica: Node;

  beforeAll(async () => {
    redis = await RedisServer.start();
    saas = await StandInSaas.start();
    saas.addEnvironment({ id: environment, sdkKeys: [key], flags: [aFeatureConfig({ feature: 'flag-1' })], segments: [aSegment({ identifier: 'group-1' })] });
    primary = await aNode('primary', saas, redis.port);
    await saas.waitForStream();
    replica = await aNode('replica', saas, redis.port);
    await until(async () => (await health(replica)).streamStatus?.state === 'CONNECTED', 20_000);
  }, 60_000);

  afterAll(async () => {
    await replica?.app.close();
    await primary?.app.close();
    await saas?.close();
    await redis?.stop();
  });

  it('say what they are', async () => {
    expect((await health(primary)).configStatus?.state).toBe('SYNCED');
    expect((await health(replica)).configStatus?.state).toBe('READ_REPLICA');
  });

  it('know each other’s tokens', async () => {
    const token = await authenticate(primary);

    const answer = await read(replica, token, 'feature-configs/flag-1');

    expect([answer.status, answer.json?.feature]).toEqual([200, 'flag-1']);
  });

  it('bring a change to the streams of the replica, whose reads have it by then', async () => {
    const token = await authenticate(replica);
    const stream = await openStream(replica, token);

    const version = saas.patchFlag(environment, 'flag-1', { state: 'off' });
    await stream.until(`"version":${version}`);

    expect((await read(replica, token, 'feature-configs/flag-1')).json).toMatchObject({ state: 'off', version });
    expect((await read(primary, token, 'feature-configs/flag-1')).json).toMatchObject({ state: 'off', version });
    stream.close();
  });

  it('refuse a removed key on both', async () => {
    saas.addSdkKey(environment, 'passing-key');
    const token = await until(async () => authenticate(replica, 'passing-key'));

    saas.removeSdkKey(environment, 'passing-key');

    await until(async () => (await read(primary, token, 'feature-configs')).status === 401);
    await until(async () => (await read(replica, token, 'feature-configs')).status === 401);
  });

  it('hand SDK metrics of the replica to the primary', async () => {
    const token = await authenticate(replica);
    const entry = { count: 3, metricsType: 'FFMETRICS', timestamp: 1, attributes: [{ key: 'featureIdentifier', value: 'flag-1' }, { key: 'variationIdentifier', value: 'true' }] };

    const answer = await fetch(`${replica.url}/metrics/${environment}`, { method: 'POST', headers: bearer(token), body: JSON.stringify({ metricsData: [entry] }) });

    expect(answer.status).toBe(200);
    await saas.waitForMetrics(({ environment: of }) => of === environment, 20_000);
    expect(saas.metricsCounts().reduce((sum, { count }) => sum + count, 0)).toBe(3);
  }, 30_000);

  it('close the streams of the replica when SaaS is lost, and open them again when it is back', async () => {
    const token = await authenticate(replica);
    const stream = await openStream(replica, token);

    await saas.refuseConnections();
    await stream.ended;
    await until(async () => (await fetch(`${replica.url}/stream`, { headers: { ...bearer(token), 'API-Key': key } })).status === 503);
    expect((await read(replica, token, 'feature-configs')).status).toBe(200);

    await saas.acceptConnections();
    await until(async () => (await health(replica)).streamStatus?.state === 'CONNECTED', 20_000);
  }, 40_000);
});

interface Node {
  readonly app: NestFastifyApplication;
  readonly url: string;
}

async function aNode(role: Role, saas: StandInSaas, port: number): Promise<Node> {
  const env = {
    PROXY_KEY: saas.proxyKey,
    AUTH_SECRET: 'a-secret-for-tests-only',
    CLIENT_SERVICE: saas.clientUrl,
    METRIC_SERVICE: saas.metricsUrl,
    METRIC_FLUSH_BYTES: '1',
    PORT: '0',
    SAAS_POLL_INTERVAL: '0.2',
  };
  const redis = { mode: 'server', addresses: [{ host: '127.0.0.1', port }], tls: false, db: 0 } as const;
  const config: RelayConfig = { ...loadConfig(env, []).config, role, redis };
  const log = process.env['SHOW_LOGS'] ? pino({ base: { role } }) : pino({ level: 'silent' });
  const app = await startApp(config, log);
  const { port: listening } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${listening}` };
}

interface Health {
  readonly configStatus?: { readonly state: string };
  readonly streamStatus?: { readonly state: string };
}

async function health({ url }: Node): Promise<Health> {
  return (await (await fetch(`${url}/health`)).json()) as Health;
}

async function authenticate({ url }: Node, apiKey = key): Promise<string> {
  const answer = await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey }) });
  if (!answer.ok) throw new Error(`refused with ${answer.status}`);
  return ((await answer.json()) as { authToken: string }).authToken;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function read({ url }: Node, token: string, what: string): Promise<{ status: number; json: Record<string, unknown> | undefined }> {
  const answer = await fetch(`${url}/client/env/${environment}/${what}`, { headers: bearer(token) });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

async function openStream({ url }: Node, token: string): Promise<{ until(text: string): Promise<void>; ended: Promise<void>; close(): void }> {
  const abort = new AbortController();
  const answer = await fetch(`${url}/stream`, { headers: { ...bearer(token), 'API-Key': key }, signal: abort.signal });
  expect(answer.status).toBe(200);
  let received = '';
  const ended = (async () => {
    for await (const chunk of answer.body ?? []) received += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return {
    until: async (text) => void (await until(() => received.includes(text))),
    ended,
    close: () => abort.abort(),
  };
}
