import { SaasProcess } from '../../support/saas-process.js';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { referenceClaims, signedToken } from '../support/signed-token.js';
import { entry, filled, target } from './large-posts.js';
import { ProbedTurns } from './probed-turns.js';
import { limitOf, limitWithGarbage } from './turn-limits.js';

const mib = 1024 * 1024;
const [environment, key] = ['many-flags', 'a-key-of-many-flags'];
const headers = { authorization: `Bearer ${signedToken(referenceClaims(environment, key))}` };

const rules = (flag: number) => Array.from({ length: 20 }, (_, n) => {
  const clause = n % 4 === 0 ? { op: 'match', values: [`^(alpha|beta|gamma)-${flag}-${n}.*x$`] } : { op: 'contains', values: [`nothing-${flag}-${n}`] };
  return { ruleId: `rule-${n}`, priority: n, clauses: [{ attribute: `attribute-${n}`, negate: false, ...clause }], serve: { variation: 'false' } };
});
const flags = Array.from({ length: 800 }, (_, n) => aFeatureConfig({ feature: `flag-${n}`, rules: rules(n), description: 'x'.repeat(3_000) }));

describe('one request', () => {
  let saas: SaasProcess;
  let node: ProbedTurns;

  beforeAll(async () => {
    saas = await SaasProcess.start();
    await saas.control.addEnvironment({ id: environment, sdkKeys: [key], flags, segments: [] });
    node = await ProbedTurns.start({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.url, METRIC_SERVICE: saas.url, LOG_LEVEL: 'ERROR' });
    await node.untilCalm();
  }, 60_000);

  afterAll(async () => {
    await node?.relay.stop('SIGKILL');
    await saas?.stop();
  });

  async function longestTurnIn(path: string, init: RequestInit = {}) {
    await node.turns();
    const answer = await fetch(node.relay.url + path, { headers, ...init });
    await answer.arrayBuffer();
    return { status: answer.status, ...(await node.turns()) };
  }

  const get = (path: string, attributes?: string) => longestTurnIn(path, attributes === undefined ? {} : { headers: { ...headers, 'harness-target': Buffer.from(`{"identifier":"bob","attributes":{${attributes}}}`).toString('base64') } });
  const post = (path: string, body: string) => longestTurnIn(path, { method: 'POST', body });
  const evaluations = `/client/env/${environment}/target/bob/evaluations`;
  const longAttributes = Array.from({ length: 20 }, (_, n) => `"attribute-${n}":"${'alpha-'.repeat(2_500)}"`).join(',');

  it.each([
    ['the first list of 800 large flags', () => get(`/client/env/${environment}/feature-configs`)],
    ['the first evaluation of 800 flags with 20 rules each', () => get(evaluations)],
    ['attributes of 300 KB for 4,000 patterns', () => get(evaluations, longAttributes)],
    ['a header of keys', () => get(evaluations, filled(340_000, (n) => `"${n.toString(36)}":0`))],
    ['a header of lists in lists', () => get(evaluations, `"a":${'['.repeat(190_000)}${']'.repeat(190_000)}`)],
    ['an ordinary post of metrics', () => post(`/metrics/${environment}`, `{"metricsData":[${filled(mib, entry)}]}`)],
  ])('of %s is answered 200, and keeps nobody waiting', async (_what, ask) => {
    const { status, longestMs, yardstickMs } = await ask();

    expect(status).toBe(200);
    expect(longestMs).toBeLessThan(limitOf(yardstickMs));
  }, 60_000);

  it.each([
    ['one entry of 20 MiB', () => post(`/metrics/${environment}`, `{"metricsData":[{"attributes":[${filled(20 * mib, (n) => `{"key":"k${n}","value":{"a":[]}}`)}]}]}`)],
    ['lists in ten million lists', () => post(`/metrics/${environment}`, '['.repeat(10 * mib))],
    ['two million members', () => post(`/metrics/${environment}`, `{${filled(20 * mib, (n) => `"k${n}":0`)}}`)],
    ['a target of keys', () => post('/client/auth', `{"apiKey":"${key}","target":{"identifier":"bob","attributes":{${filled(mib - 1_000, (n) => `"${n.toString(36)}":0`).slice(0, mib - 1_000)}`)],
    ['a target of lists in lists', () => post('/client/auth', `{"apiKey":"${key}","target":{"attributes":${'['.repeat(mib - 1_000)}`)],
  ])('of %s is answered 400, and keeps nobody waiting', async (_what, ask) => {
    const { status, longestMs, yardstickMs } = await ask();

    expect(status).toBe(400);
    expect(longestMs).toBeLessThan(limitOf(yardstickMs));
  }, 60_000);

  it.each([
    ['as large as a post may be', `{"metricsData":[${filled(4 * mib, entry)}],"targetData":[${filled(20 * mib, target)}]}`],
    ['of entries like no other', `{"metricsData":[${filled(4 * mib, (n) => `{"k${n}":0}`)}]}`],
  ])('with metrics %s is answered 200, and keeps nobody waiting for long', async (_what, body) => {
    const { status, longestMs, yardstickMs } = await post(`/metrics/${environment}`, body);

    expect(status).toBe(200);
    expect(longestMs).toBeLessThan(limitWithGarbage(yardstickMs));
  }, 60_000);
});
