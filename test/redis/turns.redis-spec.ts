import { entry, filled, target } from '../e2e/turns/large-posts.js';
import { ProbedTurns } from '../e2e/turns/probed-turns.js';
import { limitWithGarbage } from '../e2e/turns/turn-limits.js';
import { referenceClaims, signedToken } from '../e2e/support/signed-token.js';
import { RedisServer } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { SaasProcess } from '../support/saas-process.js';
import { until } from '../support/until.js';

const mib = 1024 * 1024;
const [environment, key] = ['an-environment', 'a-key-of-it'];
const entries = 16_000;

describe('a large post of metrics to a replica', () => {
  let redis: RedisServer;
  let saas: SaasProcess;
  let primary: ProbedTurns;
  let replica: RelayProcess;

  beforeAll(async () => {
    [redis, saas] = await Promise.all([RedisServer.start(), SaasProcess.start()]);
    await saas.control.addEnvironment({ id: environment, sdkKeys: [key], flags: [], segments: [] });
    const env = { REDIS_ADDRESS: redis.address, LOG_LEVEL: 'ERROR' };
    primary = await ProbedTurns.start({ ...env, PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.url, METRIC_SERVICE: saas.url });
    await primary.untilCalm();
    replica = await RelayProcess.start({ ...env, READ_REPLICA: 'true' });
    await until(async () => (await fetch(`${replica.url}/health/ready`)).ok);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([primary?.relay.stop('SIGKILL'), replica?.stop('SIGKILL')]);
    await saas?.stop();
    await redis?.stop();
  });

  it('keeps nobody waiting at the primary that gathers and posts it', async () => {
    const body = `{"metricsData":[${Array.from({ length: entries }, (_, n) => entry(n)).join(',')}],"targetData":[${filled(2 * mib, target)}]}`;
    await primary.turns();

    const answer = await fetch(`${replica.url}/metrics/${environment}`, { method: 'POST', body, headers: { authorization: `Bearer ${signedToken(referenceClaims(environment, key))}` } });
    expect(answer.status).toBe(200);
    await until(async () => (await counted()) === (entries * (entries + 1)) / 2, 60_000);

    const { longestMs, yardstickMs } = await primary.turns();
    expect(longestMs).toBeLessThan(limitWithGarbage(yardstickMs));
  }, 120_000);

  /** Evaluations that SaaS has got. */
  async function counted(): Promise<number> {
    const counts = await saas.control.metricsCounts();
    return counts.reduce((sum, { count }) => sum + count, 0);
  }
});
