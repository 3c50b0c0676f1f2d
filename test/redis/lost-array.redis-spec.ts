import { aFeatureConfig } from '../support/feature-config.builder.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';

const environment = 'lost-environment';
const key = 'lost-key';
const array = `env-${environment}-feature-configs`;

describe('a replica that has read an array which was lost', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ environments: [{ id: environment, sdkKeys: [key], flags: [aFeatureConfig({ feature: 'flag-1' })] }], replicas: 0 });
  });

  afterAll(() => fleet?.stop());

  it('serves it as soon as it is there again, under the same token', async () => {
    const { raw } = fleet;
    const bytes = (await raw.get(array)) ?? '';
    await raw.del(array);
    const replica = await fleet.addReplica();
    await until(() => replica.isConnected());
    const token = String(await replica.authenticate(key));

    await raw.set(array, bytes);

    await until(async () => JSON.stringify((await replica.read(environment, 'feature-configs', token)).json).includes('flag-1'), 20_000);
  }, 40_000);
});
