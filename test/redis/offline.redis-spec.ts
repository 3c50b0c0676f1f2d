import { anSdk, itemsRead, openStream } from '../e2e/streaming/an-sdk.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { FilesOnDisk } from '../support/files-on-disk.js';
import { offlineEnvironment } from '../support/offline-environment.js';
import { RedisServer } from '../support/redis-server.js';
import { aRelayWith, type RunningRelay } from '../support/relay.js';
import { until } from '../support/until.js';

const key = 'an-offline-key';
const clause = { id: 'c', attribute: 'plan', op: 'equal', values: ['gold'], negate: false };
const flag = (version: number) => aFeatureConfig({ feature: 'golden', version, rules: [{ ruleId: 'r', priority: 1, clauses: [clause], serve: { variation: 'false' } }] });

describe('an offline primary', () => {
  let redis: RedisServer;
  let disk: FilesOnDisk;
  let primary: RunningRelay;
  let replica: RunningRelay;

  const connected = (relay: RunningRelay) => until(async () => (await (await fetch(`${relay.url}/health`)).text()).includes('"CONNECTED"'), 30_000);

  beforeAll(async () => {
    redis = await RedisServer.start();
    disk = new FilesOnDisk(offlineEnvironment('env-one', { sdkKeys: [key], flags: [flag(1)], targets: [{ identifier: 'bob', attributes: { plan: 'gold' } }] }));
    primary = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: disk.path, REDIS_ADDRESS: redis.address });
    await connected(primary);
    replica = await aRelayWith({ READ_REPLICA: 'true', REDIS_ADDRESS: redis.address });
    await connected(replica);
  }, 90_000);

  afterAll(async () => {
    await replica?.close();
    await primary?.close();
    await redis?.stop();
    disk?.remove();
  });

  it('feeds replicas with its files, their targets and their changes', async () => {
    const sdk = await until(() => anSdk(replica.url, key));
    const evaluated = async () => (await (await fetch(`${replica.url}/client/env/one/target/bob/evaluations`, { headers: sdk.headers })).json()) as { identifier: string }[];
    await until(async () => (await evaluated())[0]?.identifier === 'false');
    const stream = await openStream(replica.url, sdk);
    expect(stream.status).toBe(200);

    disk.write('env-one/feature_config.json', [flag(2)]);
    await until(() => stream.events.length > 0, 20_000);

    expect(stream.events).toMatchObject([{ event: 'patch', identifier: 'golden', version: 2 }]);
    expect(await itemsRead(replica.url, sdk)).toEqual({ golden: 2 });
    stream.close();
  }, 60_000);
});
