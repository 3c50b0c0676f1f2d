import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Fleet } from '../fleet/fleet.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { until } from '../support/until.js';
import { byProxyKey, bySdkKeys } from '../support/upstream-settings.js';
import { anSdk, itemsRead, openStream, type AnSdk } from '../e2e/streaming/an-sdk.js';
import type { RawStream } from '../e2e/streaming/raw-stream.js';

describe('a fleet whose primaries have SDK keys alone', () => {
  let fleet: Fleet;
  let one: AnSdk;
  let two: AnSdk;
  const streams: RawStream[] = [];

  const replica = () => fleet.replicas[0]?.url ?? '';
  const stream = (sdk: AnSdk) =>
    until(async () => {
      const opened = await openStream(replica(), sdk);
      streams.push(opened);
      return opened.status === 200 ? opened : undefined;
    }, 20_000);

  const inventories = async () => {
    const redis = new Redis(fleet.redis.port, '127.0.0.1');
    try {
      return await redis.keys('key-*-inventory');
    } finally {
      redis.disconnect();
    }
  };

  beforeAll(async () => {
    fleet = await Fleet.start({
      primaries: 2,
      replicas: 1,
      environments: ['one', 'two'].map((id) => ({ id, sdkKeys: [`key-${id}`, `client-key-${id}`], flags: [aFeatureConfig()] })),
      upstream: bySdkKeys('key-one', 'key-two'),
      env: { KEY_POLL_INTERVAL: '0.2', LEASE_DURATION: '2' },
    });
    one = await anSdk(replica(), 'key-one');
    two = await anSdk(replica(), 'client-key-two');
  }, 90_000);

  afterAll(async () => {
    for (const opened of streams) opened.close();
    await fleet?.end();
  });

  it('brings changes and new keys to the replica', async () => {
    const following = await stream(one);

    const version = fleet.saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await until(() => following.events.some((event) => event['version'] === version));
    fleet.saas.addSdkKey('two', 'new-key');

    expect(await itemsRead(replica(), one)).toEqual({ 'dark-mode': version });
    expect((await until(() => anSdk(replica(), 'new-key'))).environment).toBe('two');
  });

  it('ends the streams of one environment on the replica when its own is lost, and no others', async () => {
    const [ofOne, ofTwo] = [await stream(one), await stream(two)];
    fleet.saas.fail({ path: '/stream', status: 503 });

    fleet.saas.dropStreams('one');
    await ofOne.untilEnded();
    const refused = await openStream(replica(), one);
    streams.push(refused);
    const version = fleet.saas.patchFlag('one', 'dark-mode', { state: 'on' });
    await until(async () => (await itemsRead(replica(), one))['dark-mode'] === version, 20_000);

    expect([refused.status, ofTwo.ended]).toEqual([503, false]);
    fleet.saas.clearFailures();
    await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED')));
    expect((await stream(one)).status).toBe(200);
    expect(ofTwo.ended).toBe(false);
  });

  it('goes on under its other primary', async () => {
    const [first] = fleet.primaries;
    await first?.stop();

    await until(() => fleet.saas.streams >= 2, 20_000);
    await until(async () => {
      const version = fleet.saas.patchFlag('two', 'dark-mode', { state: 'off' });
      await until(async () => (await itemsRead(replica(), two))['dark-mode'] === version, 3_000);
      return true;
    }, 20_000);

    expect(await itemsRead(replica(), one)).toEqual({ 'dark-mode': 3 });
  }, 60_000);

  it('moves to a proxy key, one primary after the other, without a gap for SDKs', async () => {
    const [first, second] = fleet.primaries;
    const byKey = { ...byProxyKey(fleet.saas, fleet.saas.clientUrl), API_KEYS: '' };
    let isMoving = true;
    let reads = 0;
    const reading = (async () => {
      for (; isMoving; reads++) {
        expect(Object.keys(await itemsRead(replica(), one))).toEqual(['dark-mode']);
        await delay(20);
      }
    })();

    await first?.start({ env: byKey });
    await second?.stop();
    await until(() => fleet.saas.requests.some(({ path }) => path.includes('/proxy/config')), 20_000);
    await second?.start({ env: byKey });
    await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED')));
    isMoving = false;
    await reading;
    const following = await stream(one);
    const version = fleet.saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await until(() => following.events.some((event) => event['version'] === version));

    expect(reads).toBeGreaterThan(10);
    expect(await itemsRead(replica(), one)).toEqual({ 'dark-mode': version });
    expect((await anSdk(replica(), 'client-key-two')).environment).toBe('two');
    expect(await inventories()).toEqual([`key-${fleet.saas.proxyKey}-inventory`]);
  }, 90_000);
});
