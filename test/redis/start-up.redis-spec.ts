import { readFileSync } from 'node:fs';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { RedisServer } from '../support/redis-server.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { until } from '../support/until.js';
import { referenceClaims, signedToken } from '../e2e/support/signed-token.js';
import { redisKeysOf } from './redis-keys-of.js';

const environment = 'kept';
const sdkKey = 'key-of-kept';
const leftOver = 'left-over';
const formerKey = 'the-former-proxy-key';

type SaasState = 'up' | 'down' | 'slow' | 'rejecting';

interface Cell {
  readonly node: string;
  readonly saas: SaasState;
  readonly cache: string;
  readonly meanwhile: string;
  readonly inTheEnd: string;
}

const cells = JSON.parse(readFileSync('test/fixtures/start-up.json', 'utf8')) as readonly Cell[];

const begin: Readonly<Record<SaasState, (saas: StandInSaas) => unknown>> = {
  up: () => undefined,
  down: (saas) => saas.refuseConnections(),
  slow: (saas) => saas.fail({ path: '/', hang: true }),
  rejecting: (saas) => saas.fail({ path: '/proxy/auth', status: 403 }),
};

/** What hangs is broken off, so that it is asked for again. */
async function heal(saas: StandInSaas): Promise<void> {
  saas.clearFailures();
  await saas.refuseConnections();
  await saas.acceptConnections();
}

// test/fixtures/start-up.json: the answers of /health, /health/ready, /client/auth and /stream, while SaaS is so and after it has healed.
describe('a node that starts', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start({ options: ['--databases', '32'] });
  });

  afterAll(async () => {
    await redis?.stop();
  });

  const starts = [...new Map(cells.map((cell) => [`${cell.saas}, ${cell.cache}, ${cell.node === 'single'}`, cell])).values()];

  it.concurrent.each(starts.map((start, number) => ({ ...start, number, name: start.node === 'single' ? 'a single node' : 'a primary and its replica' })))(
    'while SaaS is $saas answers as the table says, and so in the end: $name, cache $cache',
    async ({ saas: state, cache, node, number }) => {
      const saas = await aSaas();
      const inRedis = { REDIS_ADDRESS: redis.address, REDIS_DB: String(number) };
      if (node !== 'single') await fill(saas, cache, inRedis);
      await begin[state](saas);

      const relays = node === 'single' ? { single: await aRelay(saas) } : { primary: await aRelay(saas, inRedis), replica: await aRelay(saas, { ...inRedis, READ_REPLICA: 'true', PROXY_KEY: '' }) };
      const row = (name: string) => cells.find((cell) => cell.node === name && cell.saas === state && cell.cache === cache);
      try {
        for (const [name, relay] of Object.entries(relays)) await stays(relay, `${name} ${row(name)?.meanwhile}`, name);
        await heal(saas);
        for (const [name, relay] of Object.entries(relays)) await stays(relay, `${name} ${row(name)?.inTheEnd}`, name);
        if (node !== 'single') await until(async () => !(await redisKeysOf(redis, number)).some((key) => key.includes(leftOver) || key.includes(formerKey)));
      } finally {
        for (const relay of Object.values(relays)) await relay.close();
        await saas.close();
      }
    },
    120_000,
  );
});

async function aSaas(): Promise<StandInSaas> {
  const saas = await StandInSaas.start({ heartbeatMs: 500 });
  saas.addEnvironment({ id: environment, sdkKeys: [sdkKey], flags: [aFeatureConfig({ feature: 'flag' })] });
  return saas;
}

/** What an earlier primary has left, of this key or of another one, with an environment that is gone since. */
async function fill(saas: StandInSaas, cache: string, inRedis: Record<string, string>): Promise<void> {
  if (cache === 'empty') return;
  saas.addProxyKey(formerKey);
  saas.addEnvironment({ id: leftOver, sdkKeys: ['key-of-left-over'] });
  const former = await aRelay(saas, { ...inRedis, ...(cache === 'of another key' && { PROXY_KEY: formerKey }) });
  await until(async () => (await answersOf(former)) === '200 200 200 200', 30_000);
  await former.close();
  saas.removeEnvironment(leftOver);
}

/** Resolves once the answers are these and go on to be. */
async function stays(relay: RunningRelay, expected: string, name: string): Promise<void> {
  let last = '';
  const is = async () => (last = `${name} ${await answersOf(relay)}`) === expected;
  await until(is, 40_000).catch(() => expect(last).toBe(expected));
  for (let again = 0; again < 5; again += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await is();
    expect(last).toBe(expected);
  }
}

async function answersOf({ url }: RunningRelay): Promise<string> {
  const headers = { authorization: `Bearer ${signedToken(referenceClaims(environment, sdkKey))}`, 'api-key': sdkKey };
  const answers = [
    await fetch(`${url}/health`),
    await fetch(`${url}/health/ready`),
    await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey }) }),
    await fetch(`${url}/stream`, { headers }),
  ];
  await Promise.all(answers.map(async (answer) => answer.body?.cancel()));
  return answers.map(({ status }) => status).join(' ');
}
