import { cells, type Cell } from '../start-up/cell.js';
import { expectToAnswer } from '../start-up/expect-to-answer.js';
import { StartingSaas } from '../start-up/starting-saas.js';
import { RedisServer } from '../support/redis-server.js';
import { aRelay } from '../support/relay.js';
import { until } from '../support/until.js';
import { redisKeysOf } from './redis-keys-of.js';

const [primaries, replicas] = ['primary', 'replica'].map((wanted) => cells.filter(({ node }) => node === wanted));
const starts = (primaries ?? []).map((primary, number) => {
  const replica = replicas?.find(({ saas, cache }) => saas === primary.saas && cache === primary.cache);
  if (!replica) throw new Error(`there is no row for the replica of ${JSON.stringify(primary)}`);
  return { saas: primary.saas, cache: primary.cache, primary, replica, number };
});

describe('a primary and its replica that start', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start({ options: ['--databases', '32'] });
  });

  afterAll(async () => {
    await redis?.stop();
  });

  it.concurrent.each(starts)(
    'while SaaS is $saas, cache $cache, answer as the table says, and so in the end',
    async ({ saas: state, cache, primary: ofPrimary, replica: ofReplica, number }) => {
      const starting = await StartingSaas.start();
      const inRedis = { REDIS_ADDRESS: redis.address, REDIS_DB: String(number) };
      await fill(starting, cache, inRedis);
      await starting.become(state);

      const primary = await aRelay(starting.saas, inRedis);
      const replica = await aRelay(starting.saas, { ...inRedis, READ_REPLICA: 'true', PROXY_KEY: '' });
      try {
        await expectToAnswer(primary, ofPrimary.meanwhile, 'primary meanwhile');
        await expectToAnswer(replica, ofReplica.meanwhile, 'replica meanwhile');
        await starting.heal();
        await expectToAnswer(primary, ofPrimary.inTheEnd, 'primary in the end');
        await expectToAnswer(replica, ofReplica.inTheEnd, 'replica in the end');
        await until(async () => !(await redisKeysOf(redis, number)).some((key) => key.includes(StartingSaas.leftOver) || key.includes(StartingSaas.formerKey)));
      } finally {
        await primary.close();
        await replica.close();
        await starting.saas.close();
      }
    },
    120_000,
  );

  it('report no error when Redis is new, which nobody has to act upon', async () => {
    const starting = await StartingSaas.start();
    const inRedis = { REDIS_ADDRESS: redis.address, REDIS_DB: String(starts.length) };

    const replica = await aRelay(starting.saas, { ...inRedis, READ_REPLICA: 'true', PROXY_KEY: '' });
    await until(() => replica.logs.some(({ msg }) => msg === 'a follower of the event bus could not resume'));
    const primary = await aRelay(starting.saas, inRedis);
    await expectToAnswer(replica, '200 200 200 200', 'replica');

    const isError = ({ level }: Readonly<Record<string, unknown>>) => Number(level) >= 50;
    expect([...primary.logs, ...replica.logs].filter(isError)).toEqual([]);
    await primary.close();
    await replica.close();
    await starting.saas.close();
  }, 60_000);
});

/** What an earlier primary has left, of this key or of another one, with an environment that is gone since. */
async function fill({ saas }: StartingSaas, cache: Cell['cache'], inRedis: Record<string, string>): Promise<void> {
  if (cache === 'empty') return;
  const former = await aRelay(saas, { ...inRedis, ...(cache === 'of another key' && { PROXY_KEY: StartingSaas.formerKey }) });
  await expectToAnswer(former, '200 200 200 200', 'former primary');
  await former.close();
}
