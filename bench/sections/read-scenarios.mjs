import { answerOf } from '../load/answer-of.mjs';

const aims = [0.65, 0.8, 0.8];

/** The requests of SDKs: `aim` is the least throughput beside a bare server. */
export async function readScenarios(origin, environments, tokens) {
  const scenarios = [];
  for (const [index, { id, flags }] of environments.entries()) {
    const size = ['1 KB', '20 KB', '200 KB'][index];
    const headers = { authorization: `Bearer ${tokens[index]}` };
    const list = { path: `/client/env/${id}/feature-configs`, headers };
    const zipped = { ...list, headers: { ...headers, 'accept-encoding': 'gzip' } };
    scenarios.push({ title: `feature-configs ${size}`, aim: aims[index], request: list });
    scenarios.push({ title: `feature-configs ${size} gzip`, request: zipped });
    if (index === 0) scenarios.push({ title: 'one feature-config', request: { path: `${list.path}/${flags[0].feature}`, headers } });
    if (index !== 1) continue;
    const { headers: answered } = await answerOf(origin, list);
    scenarios.push({ title: `feature-configs ${size} 304`, request: { ...list, headers: { ...headers, 'if-none-match': answered.etag } } });
    scenarios.push({ title: `target-segments ${size}`, aim: aims[index], request: { path: `/client/env/${id}/target-segments?rules=v2`, headers } });
  }
  scenarios.push({ title: 'client/auth', request: authentication({ apiKey: environments[0].sdkKeys[0] }) });
  const target = { identifier: 'bob', name: 'Bob', attributes: { plan: 'pro', email: 'bob@example.com' } };
  scenarios.push({ title: 'client/auth with target', request: authentication({ apiKey: environments[0].sdkKeys[0], target }) });
  return scenarios;
}

function authentication(body) {
  return { method: 'POST', path: '/client/auth', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
