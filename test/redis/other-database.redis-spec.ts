import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { RedisServer } from '../support/redis-server.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { until } from '../support/until.js';

const warning = 'the chosen Redis database is empty while database 0 holds a configuration: look at REDIS_DB';

describe('a node whose Redis database is chosen', () => {
  let saas: StandInSaas;
  let redis: RedisServer;
  const relays: RunningRelay[] = [];

  beforeEach(async () => {
    saas = await StandInSaas.start();
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
    redis = await RedisServer.start();
  });

  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.close();
    await saas.close();
    await redis.stop();
  });

  const start = async (env: Record<string, string>) => {
    const relay = await aRelay(saas, { REDIS_ADDRESS: redis.address, ...env });
    relays.push(relay);
    return relay;
  };
  /** A primary that wrote a whole configuration, and ended. */
  const live = async (database: string) => {
    const relay = await start({ REDIS_DB: database });
    await until(async () => (await (await fetch(`${relay.url}/health`)).text()).includes('"CONNECTED"'));
    relays.splice(relays.indexOf(relay), 1);
    await relay.close();
    return relay;
  };
  const warned = ({ logs }: RunningRelay) => logs.filter(({ msg }) => msg === warning);

  it.each([
    ['a primary', {}],
    ['a replica', { READ_REPLICA: 'true', PROXY_KEY: '' }],
  ])('says once that it is empty while database 0 holds what relays that ignore the setting have written: %s', async (_, role) => {
    await live('0');

    const relay = await start({ REDIS_DB: '5', ...role });

    await until(() => warned(relay).length > 0);
    // A replica looks again until a primary has written.
    await live('5');
    await until(async () => (await fetch(`${relay.url}/health/ready`)).ok, 20_000);
    expect(warned(relay)).toMatchObject([{ level: 40, database: 5, environments: sampleConfiguration.length }]);
  });

  it('says nothing when both are empty, nor when both are filled', async () => {
    const first = await live('5');
    await live('0');
    const second = await live('5');

    expect([first, second].flatMap(warned)).toEqual([]);
  });
});
