import { Redis } from 'ioredis';
import { anSdk, itemsRead, openStream, type AnSdk } from '../../e2e/streaming/an-sdk.js';
import type { RawStream } from '../../e2e/streaming/raw-stream.js';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { RedisServer } from '../../support/redis-server.js';
import { SaasProcess } from '../../support/saas-process.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { ProbedRelay } from './probed-relay.js';

// ENVIRONMENTS=1000 for as many as SaaS allows to one proxy key.
const count = Number(process.env['ENVIRONMENTS'] ?? 60);
const [flagCount, groupCount] = [100, 20];
const writes = /^(set|mset|del|unlink|xadd|eval|evalsha)$/i;

describe(`${count} environments of ${flagCount} flags and ${groupCount} groups`, () => {
  let saas: SaasProcess;
  let redis: RedisServer;
  const relays: ProbedRelay[] = [];

  beforeAll(async () => {
    [saas, redis] = [await SaasProcess.start(), await RedisServer.start()];
    const flags = Array.from({ length: flagCount }, (_, number) => aFeatureConfig({ feature: `flag-${number}` }));
    const segments = Array.from({ length: groupCount }, (_, number) => aSegment({ identifier: `group-${number}` }));
    for (let number = 0; number < count; number += 1) await saas.control.addEnvironment({ id: `environment-${number}`, sdkKeys: [`key-${number}`], flags, segments });
  }, 300_000);

  afterEach(async () => {
    for (const { relay } of relays.splice(0).toReversed()) await relay.stop('SIGKILL');
  });

  afterAll(async () => {
    await saas?.stop();
    await redis?.stop();
  });

  const upstream = () => ({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.url, METRIC_SERVICE: saas.url, SAAS_POLL_INTERVAL: '1', LOG_LEVEL: 'WARN' });

  it('are served by a single node, and a change of one concerns no other', async () => {
    const [node] = await started([upstream()]);
    const watched = await watch(node);

    await bothWays('single', [node], watched);
    expect(await untouched(watched)).toBe(true);
  }, 300_000);

  it('are served by a primary and its replica, and unchanged ones are written by nobody', async () => {
    const inRedis = { REDIS_ADDRESS: redis.address };
    const nodes = await started([{ ...inRedis, ...upstream() }, { ...inRedis, READ_REPLICA: 'true', LOG_LEVEL: 'WARN' }]);
    const watched = await watch(nodes[1]);
    const client = new Redis(redis.port, '127.0.0.1');
    const monitor = await client.monitor();
    const written = new Set<string>();
    monitor.on('monitor', (_time: string, [command = '', ...args]: string[]) => {
      if (!writes.test(command)) return;
      for (const key of args) written.add(/^env-(environment-\d+)-/.exec(key)?.[1] ?? '');
    });

    await bothWays('primary and replica', nodes, watched);

    written.delete('');
    expect([...written]).toEqual(['environment-0']);
    expect(await untouched(watched)).toBe(true);
    monitor.disconnect();
    client.disconnect();
  }, 300_000);

  /** A change that is told, then one that a poll finds. */
  async function bothWays(what: string, nodes: readonly ProbedRelay[], { stream }: Watched): Promise<void> {
    const atStart = await probes(nodes);
    const changedAt = performance.now();
    const told = await saas.control.patchFlag('environment-0', 'flag-1', { state: 'off' });
    await until(() => stream.events.some(({ version, identifier }) => version === told && identifier === 'flag-1'), 30_000);
    const changeMs = Math.round(performance.now() - changedAt);
    const atChange = await probes(nodes);

    const untold = await saas.control.patchFlag('environment-0', 'flag-2', { state: 'off' }, { announce: false });
    await saas.control.dropStreams();
    await stream.untilEnded();
    for (const node of nodes) {
      await node.untilConnected();
      const sdk = await anSdk(node.relay.url, 'key-0');
      await until(async () => (await itemsRead(node.relay.url, sdk))['flag-2'] === untold, 30_000);
    }
    const atPoll = await probes(nodes);

    process.stdout.write(`${what}: started in ${nodes.map(({ startMs }) => startMs).join(' and ')} ms, ${atPoll.map(({ rssMb }) => rssMb).join(' and ')} MB, a change at the SDK after ${changeMs} ms\n`);
    for (const [moment, found] of Object.entries({ start: atStart, change: atChange, poll: atPoll })) {
      process.stdout.write(`  event loop late at most, ${moment}: ${found.map(({ maxMs, p99Ms }) => `${maxMs} ms (p99 ${p99Ms})`).join(' and ')}\n`);
    }
  }

  async function started(envs: readonly Record<string, string>[]): Promise<readonly [ProbedRelay, ...ProbedRelay[]]> {
    for (const env of envs) relays.push(await ProbedRelay.start(env));
    const [first, ...others] = relays;
    if (!first) throw new Error('no relay was asked for');
    return [first, ...others];
  }

  interface Watched {
    readonly node: ProbedRelay;
    /** Of the environment that changes. */
    readonly stream: RawStream;
    /** Of one that does not. */
    readonly other: RawStream;
    readonly otherSdk: AnSdk;
    readonly etag: string | null;
  }

  async function watch(node: ProbedRelay | undefined): Promise<Watched> {
    if (!node) throw new Error('there is no node to watch');
    const { url } = node.relay;
    const otherSdk = await anSdk(url, `key-${count - 1}`);
    const [stream, other] = [await openStream(url, await anSdk(url, 'key-0')), await openStream(url, otherSdk)];
    await until(() => stream.status === 200 && other.status === 200);
    return { node, stream, other, otherSdk, etag: await etagOf(url, otherSdk) };
  }

  async function untouched({ node, other, otherSdk, etag }: Watched): Promise<boolean> {
    return other.events.length === 0 && etag !== null && (await etagOf(node.relay.url, otherSdk)) === etag;
  }
});

async function probes(nodes: readonly ProbedRelay[]) {
  return Promise.all(nodes.map((node) => node.probe()));
}

async function etagOf(url: string, { environment, headers }: AnSdk): Promise<string | null> {
  return (await fetch(`${url}/client/env/${environment}/feature-configs?cluster=1`, { headers })).headers.get('etag');
}
