import { anSdk, openStream } from '../e2e/streaming/an-sdk.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';

const id = 'with-flags';
const environments = [{ id, sdkKeys: ['a-key'], flags: [aFeatureConfig({ feature: 'gone' }), aFeatureConfig({ feature: 'anew', version: 9 }), aFeatureConfig({ feature: 'stays' })], segments: [] }];

describe('a Redis that is emptied just after a deletion', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ environments, replicas: 1 });
    await until(async () => (await fleet.keys()).includes('ffproxy:complete'));
  }, 60_000);

  afterAll(() => fleet?.stop());

  it('has it told again, so that SDKs of a replica that starts then hear of it, and others nothing twice', async () => {
    const [replica] = fleet.replicas;
    if (!replica) throw new Error('there is no replica');
    const sdk = await anSdk(fleet.primary.url, 'a-key');
    const steady = await openStream(replica.url, sdk);
    const told = (stream: typeof steady) => stream.events.map(({ event, identifier }) => `${String(event)} ${String(identifier)}`);
    fleet.saas.deleteFlag(id, 'gone');
    fleet.saas.deleteFlag(id, 'anew');
    fleet.saas.putFlag(id, aFeatureConfig({ feature: 'anew', version: 1 }));
    await until(() => told(steady).includes('delete gone') && told(steady).includes('create anew'));
    const before = told(steady);

    await fleet.raw.flushall();
    await until(async () => (await fleet.keys()).includes('ffproxy:complete'), 30_000);
    const late = await fleet.addReplica();

    const stream = await openStream(late.url, sdk);
    await until(() => told(stream).includes('delete gone') && told(stream).includes('create anew'), 20_000);
    expect(told(stream).filter((event) => event.endsWith('anew')).slice(0, 2)).toEqual(['delete anew', 'create anew']);
    fleet.saas.patchFlag(id, 'stays', { state: 'off' });
    await until(() => told(steady).includes('patch stays'));
    expect(told(steady)).toEqual([...before, 'patch stays']);
    steady.close();
    stream.close();
  }, 60_000);
});
