import { anSdk, itemsRead, openStream } from '../e2e/streaming/an-sdk.js';
import { StartingSaas } from '../start-up/starting-saas.js';
import { RedisServer } from '../support/redis-server.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { redisKeysOf } from './redis-keys-of.js';

const { environment, sdkKey, leftOver, formerKey } = StartingSaas;

describe('a proxy key is replaced by another one', () => {
  let starting: StartingSaas;
  let redis: RedisServer;
  const relays: RunningRelay[] = [];

  beforeEach(async () => {
    starting = await StartingSaas.start();
    redis = await RedisServer.start();
  });

  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.close();
    await starting.saas.close();
    await redis.stop();
  });

  // Nodes are told apart by their ports.
  const start = async (env: Record<string, string> = {}) => {
    const relay = await aRelay(starting.saas, { REDIS_ADDRESS: redis.address, PORT: String(await freePort()), ...env });
    relays.push(relay);
    return relay;
  };
  const stop = (relay: RunningRelay) => {
    relays.splice(relays.indexOf(relay), 1);
    return relay.close();
  };
  const untilConnected = (relay: RunningRelay) => until(async () => (await (await fetch(`${relay.url}/health`)).text()).includes('"CONNECTED"'), 20_000);
  const isReady = async ({ url }: RunningRelay) => (await fetch(`${url}/health/ready`)).ok;

  it('and a primary with the new one follows the leader of the former one until it leads, without a refused read', async () => {
    const former = await start({ PROXY_KEY: formerKey });
    await untilConnected(former);

    const next = await start();
    await until(() => isReady(next));
    const sdk = await anSdk(next.url, sdkKey);
    const read: unknown[] = [];
    const reading = until(async () => {
      read.push(await itemsRead(next.url, sdk).catch((error: unknown) => error));
      return (await redisKeysOf(redis)).every((key) => !key.includes(formerKey) && !key.includes(leftOver));
    }, 30_000);
    starting.saas.removeEnvironment(leftOver);
    await stop(former);
    await reading;

    await untilConnected(next);
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((each) => JSON.stringify(each) !== '{"flag":1}')).toEqual([]);
  });

  it('and the first primary with it tells SDKs at other nodes what has changed since the former one, also at a node that starts later', async () => {
    const former = await start({ PROXY_KEY: formerKey });
    await untilConnected(former);
    const sdk = await anSdk(former.url, sdkKey);
    await stop(former);
    const version = starting.saas.patchFlag(environment, 'flag', { state: 'off' });

    const next = await start();
    await untilConnected(next);
    const replica = await start({ READ_REPLICA: 'true', PROXY_KEY: '' });
    await untilConnected(replica);

    for (const node of [next, replica]) {
      const stream = await openStream(node.url, sdk);
      await until(() => stream.events.some((event) => event.identifier === 'flag' && event['version'] === version));
      stream.close();
    }
  });

  it('and what the former one has left opens nothing to a primary with the new one while SaaS is away', async () => {
    const former = await start({ PROXY_KEY: formerKey });
    await untilConnected(former);
    await stop(former);
    await starting.saas.refuseConnections();

    const next = await start();
    await until(() => next.logs.some(({ msg }) => msg === 'Redis holds environments of another proxy key: they are not served'));
    await until(async () => (await fetch(`${next.url}/health`)).status === 500);

    const answer = await fetch(`${next.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey }) });
    expect(answer.status).toBe(503);
    expect(JSON.stringify(next.logs)).not.toContain(formerKey);
    expect(await redisKeysOf(redis)).toContain(`env-${environment}-feature-configs`);
  });
});
