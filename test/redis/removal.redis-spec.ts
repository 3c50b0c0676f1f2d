import { hashSdkKey } from '../../src/modules/auth/index.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';

const target = { identifier: 'ada', name: 'Ada', attributes: { plan: 'pro' } };
const environment = (id: string) => ({
  id,
  sdkKeys: [`${id}-key`, `${id}-second-key`],
  flags: [aFeatureConfig({ feature: 'flag-1' }), aFeatureConfig({ feature: 'latest' })],
  segments: [aSegment({ identifier: 'group-1' }), aSegment({ identifier: 'group-2' })],
});

describe('what is removed on the primary', () => {
  let fleet: Fleet;

  beforeEach(async () => {
    fleet = await Fleet.start({ environments: [environment('kept'), environment('going')], replicas: 2 });
    await until(async () => (await fleet.keys()).includes(inventory()));
  }, 60_000);

  afterEach(() => fleet?.stop());

  const inventory = () => `key-${fleet.saas.proxyKey}-inventory`;
  const inInventory = async () => Object.keys(JSON.parse((await fleet.raw.get(inventory())) ?? '{}') as object);
  const tokens = async (key: string) => Promise.all(fleet.nodes.map(async (node) => String(await node.authenticate(key, target))));
  const statuses = async (what: string, token: string, of = 'going') => Promise.all(fleet.nodes.map(async (node) => (await node.read(of, what, token)).status));

  /** Everything but streams, fences and what changes by itself. */
  const contents = async () => {
    const keys = (await fleet.keys()).filter((key) => !/^(proxy:|stream:|ffproxy|key-)/.test(key));
    return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await fleet.raw.get(key)] as const)));
  };
  const without = (all: Record<string, unknown>, pattern: RegExp) => Object.fromEntries(Object.entries(all).filter(([key]) => !pattern.test(key)));

  it('vanishes everywhere: a flag, a group, the last ones, a key', async () => {
    const [token = ''] = await tokens('going-key');
    await fleet.raw.set('env-going-feature-configs-flag-1', '{"feature":"flag-1"}');
    const before = await contents();

    fleet.saas.deleteFlag('going', 'flag-1');
    fleet.saas.deleteSegment('going', 'group-1');
    fleet.saas.removeSdkKey('going', 'going-second-key', { announce: true });

    await until(async () => (await statuses('feature-configs/flag-1', token)).join() === '404,404,404');
    await until(async () => (await statuses('target-segments/group-1', token)).join() === '404,404,404');
    const gone = /^env-going-(feature-configs?-flag-1|segments?-group-1)$/;
    const changed = /^env-going-(feature-configs|segments|api-configs)(-latest)?$/;
    await until(async () => (await fleet.raw.exists(`auth-key-${hashSdkKey('going-second-key')}`)) === 0);
    await until(async () => !(await fleet.keys()).some((key) => gone.test(key)));
    const second = new RegExp(`auth-key-${hashSdkKey('going-second-key')}`);
    expect(without(await contents(), changed)).toEqual(without(without(without(before, changed), gone), second));
    await until(async () => !(await inInventory()).some((key) => gone.test(key) || second.test(key)));
    expect(await fleet.raw.get('env-going-api-configs')).not.toMatch(second);

    fleet.saas.deleteFlag('going', 'latest');
    fleet.saas.deleteSegment('going', 'group-2');

    await until(async () => !(await fleet.keys()).some((key) => /^env-going-(feature|segment)/.test(key)));
    for (const node of fleet.nodes) expect((await node.read('going', 'feature-configs', token)).json).toEqual([]);
    expect(await statuses('feature-configs/flag-1', (await tokens('kept-key'))[0] ?? '', 'kept')).toEqual([200, 200, 200]);
  }, 40_000);

  it('vanishes everywhere: an environment, its keys and targets, whose tokens and streams end', async () => {
    const [token = ''] = await tokens('going-key');
    await tokens('kept-key');
    await fleet.raw.set('env-going-target-configs', '[]');
    const streams = await Promise.all(fleet.nodes.map((node) => node.openStream('going-key', token)));
    const before = await contents();
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['env-going-target-config-ada', 'env-kept-target-config-ada']));

    fleet.saas.removeEnvironment('going', { announce: true });

    await Promise.all(streams.map(({ ended }) => ended));
    expect(await Promise.all(fleet.nodes.map((node) => node.statuses('going', 'going-key', token)))).toEqual(fleet.nodes.map(() => [401, 401, 401, 401, 401]));
    const gone = new RegExp(`going|${hashSdkKey('going-key')}|${hashSdkKey('going-second-key')}`);
    await until(async () => !(await fleet.keys()).some((key) => gone.test(key)));
    expect(await contents()).toEqual(without(before, gone));
    await until(async () => !(await inInventory()).some((key) => gone.test(key)));
    for (const node of fleet.nodes) await until(async () => (await node.authenticate('going-key')) === 401);
  }, 40_000);

  it('vanishes everywhere: the proxy key with all it gave access to', async () => {
    const [token = ''] = await tokens('going-key');
    const streams = await Promise.all(fleet.nodes.map((node) => node.openStream('going-key', token)));

    fleet.saas.deleteProxyKey(fleet.saas.proxyKey, { announce: true });

    await Promise.all(streams.map(({ ended }) => ended));
    await until(async () => (await fleet.keys()).every((key) => !/^(env-|auth-key-|key-)/.test(key)));
    await until(async () => (await Promise.all(fleet.nodes.map(async (node) => (await node.read('going', 'feature-configs', token)).status))).join() === '401,401,401');
    expect(await fleet.raw.get('ffproxy_saas_stream_health')).toContain('DISCONNECTED');
    const events = JSON.stringify(await fleet.raw.xrevrange('proxy:sse_events', '+', '-', 'COUNT', 1));
    expect(events).toContain('proxyKeyDeleted');
    expect((await fleet.keys()).join()).not.toContain(fleet.saas.proxyKey);
  }, 40_000);

  it('vanishes once Redis is back, when it was away at the time', async () => {
    const [token = ''] = await tokens('going-key');
    fleet.redis.pause();

    fleet.saas.removeEnvironment('going', { announce: true });
    fleet.saas.deleteFlag('kept', 'flag-1');
    await until(async () => (await fleet.primary.read('going', 'feature-configs', token)).status === 401);
    fleet.redis.resume();

    await until(async () => !(await fleet.keys()).some((key) => /^(env-going|env-kept-feature-config-flag-1)/.test(key)), 30_000);
    await until(async () => (await statuses('feature-configs', token)).join() === '401,401,401', 30_000);
    const [kept = ''] = await tokens('kept-key');
    await until(async () => (await statuses('feature-configs/flag-1', kept, 'kept')).join() === '404,404,404', 30_000);
  }, 90_000);

  it('is told from a Redis that came back empty: every node goes on, and has its configuration back in Redis', async () => {
    const [token = ''] = await tokens('going-key');
    const before = without(await contents(), /target-config/);

    await fleet.raw.flushall();

    for (let round = 0; round < 20; round++) {
      expect(await statuses('feature-configs/flag-1', token)).toEqual([200, 200, 200]);
      for (const node of fleet.nodes) expect(await node.authenticate('going-key')).toEqual(expect.any(String));
    }
    await until(async () => (await fleet.keys()).includes('ffproxy:complete'), 30_000);
    expect(without(await contents(), /target-config/)).toEqual(before);
  }, 60_000);
});
