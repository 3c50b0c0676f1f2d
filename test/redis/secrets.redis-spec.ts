import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { leaksIn } from '../support/leaks-in.js';
import { RedisServer } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { TraceReceiver } from '../support/trace-receiver.js';
import { until } from '../support/until.js';
import { FleetNode } from './fleet-node.js';

const environment = 'guarded-environment';
const sdkKey = 'sdk-key-of-the-guarded-environment';
const own = { AUTH_SECRET: 'what-signs-tokens-of-the-fleet', REDIS_PASSWORD: 'what-opens/redis+to us' };
const wrongPassword = 'what-does-not-open-redis';
const breaking = `--import=${pathToFileURL(resolve('test/support/break-on-signal.mjs')).href}`;

describe('a primary and a replica at DEBUG on a Redis with a password', () => {
  let redis: RedisServer;
  let saas: StandInSaas;
  let receiver: TraceReceiver;
  let primary: RelayProcess;
  let replica: RelayProcess;
  const tokens: string[] = [];
  const answers: string[] = [];

  beforeAll(async () => {
    [redis, saas, receiver] = await Promise.all([RedisServer.start({ options: ['--requirepass', own.REDIS_PASSWORD] }), StandInSaas.start(), TraceReceiver.start()]);
    saas.addEnvironment({ id: environment, sdkKeys: [sdkKey], flags: [aFeatureConfig({ feature: 'flag-1' })] });
    primary = await RelayProcess.start(settings());
    replica = await RelayProcess.start({ ...settings(), READ_REPLICA: 'true' });
    for (const { url } of [primary, replica]) await until(() => new FleetNode(url).isConnected(), 20_000);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([primary?.stop('SIGKILL'), replica?.stop('SIGKILL')]);
    await Promise.all([redis?.stop(), saas?.close(), receiver?.close()]);
  });

  const settings = () => ({
    ...own,
    PROXY_KEY: saas.proxyKey,
    CLIENT_SERVICE: saas.clientUrl,
    METRIC_SERVICE: saas.metricsUrl,
    REDIS_ADDRESS: redis.address,
    LOG_LEVEL: 'DEBUG',
    LOG_REQUESTS: 'true',
    HEARTBEAT_INTERVAL: '1',
    SAAS_POLL_INTERVAL: '0.2',
    METRIC_FLUSH_BYTES: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    NODE_OPTIONS: breaking,
  });

  const use = async (node: RelayProcess): Promise<void> => {
    const fleetNode = new FleetNode(node.url);
    const token = await fleetNode.authenticate(sdkKey, { identifier: 'ada' });
    if (typeof token !== 'string') throw new Error(`refused with ${token}`);
    tokens.push(token);
    await fleetNode.statuses(environment, sdkKey, token);
    for (const path of [`/nonsense/${sdkKey}`, `/client/env/${environment}/feature-configs?token=${token}`, '/metrics', '/health', '/health/ready']) {
      answers.push(await (await fetch(node.url + path)).text());
    }
  };

  const expectNoLeak = (more: Readonly<Record<string, string>> = {}) => {
    const places = {
      primary: primary.output.join(''),
      replica: replica.output.join(''),
      traces: receiver.posts.map(({ body }) => body.toString()).join('\n'),
      answers: answers.join('\n'),
      ...more,
    };
    const issued = tokens.map((token, index) => [`token${index}`, token]);
    const ofSaas = saas.requests.flatMap(({ headers }, index) => (headers.authorization ? [[`saasToken${index}`, headers.authorization.slice(7)]] : []));
    expect(leaksIn(places, { ...own, proxyKey: saas.proxyKey, sdkKey, wrongPassword, ...Object.fromEntries([...issued, ...ofSaas]) })).toEqual([]);
  };

  it('show no secret in ordinary use, and one trace of a change for both', async () => {
    await Promise.all([use(primary), use(replica)]);
    const version = saas.patchFlag(environment, 'flag-1', { state: 'off' });

    const change = await receiver.span((span) => span.role === 'primary' && span.name === 'change' && span.attributes['ff.change.version'] === version);
    const published = await receiver.span((span) => span.traceId === change.traceId && span.name === 'bus.publish');
    const followed = await receiver.span((span) => span.traceId === change.traceId && span.role === 'replica' && span.name === 'change');
    const written = await receiver.span((span) => span.traceId === change.traceId && span.role === 'replica' && span.name === 'sdk.write');
    const commands = receiver.spans.filter((span) => span.traceId === change.traceId && span.attributes['db.system.name'] === 'redis');

    expect(followed).toMatchObject({ kind: 5, parentSpanId: published.spanId });
    expect(written.attributes['ff.environment']).toBe(environment);
    expect(new Set(commands.map(({ role }) => role))).toEqual(new Set(['primary', 'replica']));
    expect(commands.every(({ attributes }) => Object.keys(attributes).toSorted().join() === 'db.operation.name,db.system.name')).toBe(true);
    expectNoLeak();
  }, 60_000);

  it('show no secret while Redis hangs, is gone, and comes back empty', async () => {
    redis.pause();
    await Promise.all([primary, replica].map((node) => fetch(`${node.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey, target: { identifier: 'ada' } }) })));
    saas.patchFlag(environment, 'flag-1', { state: 'on' });
    redis.resume();
    await redis.kill();
    await until(() => [primary, replica].every(({ output }) => output.join('').includes('a connection to Redis failed')), 20_000);
    await redis.boot();

    for (const { url } of [primary, replica]) await until(() => new FleetNode(url).isConnected(), 30_000);
    await Promise.all([use(primary), use(replica)]);
    expectNoLeak();
  }, 90_000);

  it('show no secret of a wrong password, right or wrong', async () => {
    const locked = await RelayProcess.start({ ...settings(), READ_REPLICA: 'true', REDIS_PASSWORD: wrongPassword }, { ready: false });
    const mute = await RelayProcess.start({ ...settings(), READ_REPLICA: 'true', REDIS_ADDRESS: `redis://${encodeURIComponent(wrongPassword)}:${encodeURIComponent(wrongPassword)}@${redis.address}`, REDIS_PASSWORD: '' }, { ready: false });
    await until(() => [locked, mute].every(({ output }) => /a connection to Redis failed|Redis did not answer/.test(output.join(''))), 20_000);

    await Promise.all([locked.stop('SIGKILL'), mute.stop('SIGKILL')]);
    expectNoLeak({ locked: locked.output.join(''), mute: mute.output.join('') });
  }, 60_000);

  it('show no secret when something breaks that nobody foresaw', async () => {
    for (const node of [primary, replica]) {
      node.signal('SIGUSR2');
      await until(() => node.output.join('').includes('unhandled rejection'));
      node.signal('SIGHUP');
      expect(await node.ended()).toBe(1);
      expect(node.output.join('')).toContain('uncaught exception: the relay ends');
    }
    expectNoLeak();
  }, 30_000);
});
