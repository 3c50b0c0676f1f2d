import { anSdk, openStream } from '../e2e/streaming/an-sdk.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';

const lists = ['feature-configs', 'target-segments'] as const;
const arrays = ['feature-configs', 'feature-configs-latest', 'segments', 'segments-latest'];

/** Each environment, with the keys that Redis loses of it. */
const losses: Readonly<Record<string, readonly string[]>> = {
  arrays,
  'no-tokens': ['feature-configs', 'segments'],
  'key-list': ['api-configs'],
  everything: [...arrays, 'api-configs'],
  nothing: [],
};
const lost = Object.entries(losses).flatMap(([id, keys]) => keys.map((key) => `env-${id}-${key}`));

const environments = Object.keys(losses).map((id) => ({
  id,
  sdkKeys: [`${id}-key`],
  flags: [aFeatureConfig({ feature: 'only' })],
  segments: [aSegment({ identifier: 'group' })],
}));

describe('a Redis that loses keys', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ environments, replicas: 1 });
    await until(async () => (await fleet.keys()).includes('ffproxy:complete'));
  }, 60_000);

  afterAll(() => fleet?.stop());

  const replica = () => {
    const [node] = fleet.replicas;
    if (!node) throw new Error('there is no replica');
    return node;
  };
  const token = async (id: string) => String(await fleet.primary.authenticate(`${id}-key`));
  const lengths = async (id: string, by: string, node = replica()) => {
    const answers = await Promise.all(lists.map((list) => node.read(id, list, by)));
    return answers.map(({ status, json }) => (Array.isArray(json) ? json.length : status)).join();
  };

  it('takes nothing from a replica, and has it all again from the primary', async () => {
    const stored = async () => Promise.all(lost.map((key) => fleet.raw.get(key)));
    const before = await stored();
    const nodes = await Promise.all(environments.map(async ({ id }) => ({ id, by: await token(id), stream: await openStream(replica().url, await anSdk(replica().url, `${id}-key`)) })));

    await fleet.raw.del(...lost);

    const seen = new Set<string>();
    await until(async () => {
      for (const { id, by } of nodes) seen.add(`${typeof (await replica().authenticate(`${id}-key`))} ${await lengths(id, by)}`);
      return (await fleet.raw.exists(...lost)) === lost.length;
    }, 30_000);
    for (const { id, by } of nodes) seen.add(`${typeof (await replica().authenticate(`${id}-key`))} ${await lengths(id, by)}`);
    expect([...seen]).toEqual(['string 1,1']);
    expect(await stored()).toEqual(before);
    for (const { stream } of nodes) {
      expect([stream.ended, stream.events]).toEqual([false, []]);
      stream.close();
    }
  }, 60_000);

  it('keeps no flag or group that was deleted, not even the last: whoever hears of it reads nothing anywhere', async () => {
    const by = await token('nothing');
    const stream = await openStream(fleet.primary.url, await anSdk(fleet.primary.url, 'nothing-key'));
    const deletions = (domain: string) => stream.events.filter((event) => event['event'] === 'delete' && event['domain'] === domain).length;
    let isDone = false;
    const others = (async () => {
      while (!isDone) await lengths('nothing', by);
    })();

    for (let round = 1; round <= 5; round++) {
      fleet.saas.deleteFlag('nothing', 'only');
      await until(() => deletions('flag') === round);
      expect(await lengths('nothing', by)).toBe('0,1');
      fleet.saas.deleteSegment('nothing', 'group');
      await until(() => deletions('target-segment') === round);
      expect(await lengths('nothing', by)).toBe('0,0');

      fleet.saas.putFlag('nothing', aFeatureConfig({ feature: 'only' }));
      fleet.saas.putSegment('nothing', aSegment({ identifier: 'group' }));
      await until(async () => (await lengths('nothing', by)) === '1,1');
    }
    isDone = true;
    await others;
    stream.close();
  }, 60_000);

  it('is mended for a replica that starts with what is left', async () => {
    const by = await token('arrays');
    await fleet.raw.del(...lost);

    const late = await fleet.addReplica();

    await until(async () => (await lengths('arrays', by, late)) === '1,1', 30_000);
  }, 60_000);
});
