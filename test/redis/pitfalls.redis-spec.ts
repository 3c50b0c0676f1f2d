import { Redis } from 'ioredis';
import { anSdk, itemsRead, openStream } from '../e2e/streaming/an-sdk.js';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { aSegment } from '../support/segment.builder.js';
import { until } from '../support/until.js';

// What relays of another make are known to have stumbled over.
describe('a primary and its replica', () => {
  let saas: StandInSaas;
  const endings: (() => unknown)[] = [];

  beforeEach(async () => {
    saas = await StandInSaas.start();
    const segments = [aSegment({ identifier: 'alpha', name: 'beta' }), aSegment({ identifier: 'beta', name: 'alpha' })];
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one'], flags: [aFeatureConfig({ feature: 'flag' })], segments });
    endings.push(() => saas.close());
  });

  afterEach(async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  });

  const start = async (env: Record<string, string>): Promise<RunningRelay> => {
    const relay = await aRelay(saas, env);
    endings.push(() => relay.close());
    return relay;
  };
  const startBoth = async (address: string) => ({
    primary: await start({ REDIS_ADDRESS: address }),
    replica: await start({ REDIS_ADDRESS: address, READ_REPLICA: 'true', PROXY_KEY: '' }),
  });
  const aServer = async () => {
    const server = await RedisServer.start();
    const raw = new Redis(server.port, '127.0.0.1', { protocol: 2 });
    raw.on('error', () => undefined);
    endings.push(() => server.stop(), () => raw.disconnect(), () => server.resume());
    return { server, raw };
  };
  const health = async ({ url }: RunningRelay) => (await fetch(`${url}/health`)).text();
  const untilConnected = (relay: RunningRelay, limitMs = 60_000) => until(async () => (await health(relay)).includes('"CONNECTED"'), limitMs);

  it('know groups by their identifiers, whatever their names, and of one that is deleted its own key alone goes', async () => {
    const { server, raw } = await aServer();
    const { primary, replica } = await startBoth(server.address);
    await untilConnected(primary);
    await untilConnected(replica);
    await raw.set('alpha', 'of another application');
    const groups = async () => (await raw.keys('env-one-segment-*')).toSorted();
    expect(await groups()).toEqual(['env-one-segment-alpha', 'env-one-segment-beta']);

    saas.deleteSegment('one', 'alpha', { announce: true });
    const sdk = await anSdk(replica.url, 'key-one');
    await until(async () => Object.keys(await itemsRead(replica.url, sdk, 'target-segments')).join() === 'beta');

    await until(async () => (await groups()).join() === 'env-one-segment-beta');
    await until(async () => !(await raw.get(`key-${saas.proxyKey}-inventory`))?.includes('segment-alpha'));
    expect(await raw.get(`key-${saas.proxyKey}-inventory`)).toContain('env-one-segment-beta');
    expect(await raw.get('alpha')).toBe('of another application');
  });

  it('let SDKs stream again although Redis refused to be written when the stream of SaaS came back', async () => {
    const { server, raw } = await aServer();
    const { primary, replica } = await startBoth(server.address);
    await untilConnected(replica);
    await saas.refuseConnections();
    await until(async () => (await health(replica)).includes('"DISCONNECTED"'));

    await raw.config('SET', 'min-replicas-to-write', '1');
    await saas.acceptConnections();
    await untilConnected(primary);
    expect(await health(replica)).toContain('"DISCONNECTED"');
    await raw.config('SET', 'min-replicas-to-write', '0');

    // Well before the next heartbeat.
    await untilConnected(replica, 12_000);
    const stream = await openStream(replica.url, await anSdk(replica.url, 'key-one'));
    expect(stream.status).toBe(200);
    stream.close();
  }, 90_000);

  it('tell their health while Redis does not answer, sooner than Redis could be given up', async () => {
    const { server, raw } = await aServer();
    const { primary, replica } = await startBoth(server.address);
    await untilConnected(primary);
    await untilConnected(replica);
    server.pause();
    let isAnswered = false;
    const hanging = raw.ping().finally(() => (isAnswered = true));

    for (const path of ['/health', '/health/live', '/health/ready']) for (const { url } of [primary, replica]) expect((await fetch(`${url}${path}`)).status).toBe(200);

    expect(isAnswered).toBe(false);
    server.resume();
    await hanging;
  });

  it('serve SDKs with the key and the token of either on a Cluster', async () => {
    const cluster = await RedisCluster.start();
    endings.push(() => cluster.stop());
    const { primary, replica } = await startBoth(cluster.addresses);
    await untilConnected(primary);
    await untilConnected(replica);

    for (const asked of [primary, replica]) {
      const sdk = await anSdk(asked.url, 'key-one');
      for (const node of [primary, replica]) {
        expect(await itemsRead(node.url, sdk)).toEqual({ flag: 1 });
        expect(await itemsRead(node.url, sdk, 'target-segments')).toEqual({ alpha: 1, beta: 1 });
        const stream = await openStream(node.url, sdk);
        expect(stream.status).toBe(200);
        stream.close();
      }
    }
  }, 60_000);
});
