import { naturalNumber } from './natural-number.mjs';
import { refusal } from './refusal.mjs';

/** The admin API: the hashed SDK keys and the targets of one environment, page by page. */
export const adminRoutes = [
  { method: 'GET', pattern: /^\/admin\/apikey$/, answer: apiKeys },
  { method: 'GET', pattern: /^\/admin\/targets$/, answer: targets },
];

/** @type {import('./types.mjs').RouteHandler} */
function apiKeys(state, exchange) {
  return page(state, exchange, 'apiKeys', ({ apiKeys: hashes }) => [
    // One that was made before keys were hashed.
    { apiKey: '********', identifier: 'old', name: 'old', type: 'Client', key: null },
    ...[...hashes].map((key, index) => ({ apiKey: '********', identifier: `key_${index}`, name: `key ${index}`, type: 'Server', key })),
  ]);
}

/** @type {import('./types.mjs').RouteHandler} */
function targets(state, exchange) {
  return page(state, exchange, 'targets', ({ id, targets: known }) =>
    known.map((target) => ({ account: 'stand-in-account', org: 'stand-in-organization', project: 'stand-in-project', environment: id, ...target })),
  );
}

/**
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {import('./types.mjs').Exchange} exchange
 * @param {string} member
 * @param {(environment: import('./environment.mjs').Environment) => readonly object[]} listOf
 * @returns {import('./types.mjs').Answer}
 */
function page(state, { headers, query }, member, listOf) {
  if (headers['x-api-key'] !== state.adminToken) return refusal(401, 'the admin token is not known');
  const words = { accountIdentifier: 'stand-in-account', orgIdentifier: 'stand-in-organization', projectIdentifier: 'stand-in-project' };
  for (const [name, value] of Object.entries(words)) if (query.get(name) !== value) return refusal(400, `${name} is wrong`);
  const environment = state.environments.find(query.get('environmentIdentifier') ?? '');
  if (environment === undefined) return refusal(404, 'the environment is not known');

  const items = listOf(environment);
  const pageIndex = naturalNumber(query.get('pageNumber'), 0);
  const pageSize = Math.max(1, naturalNumber(query.get('pageSize'), 10));
  const head = { itemCount: items.length, pageCount: Math.ceil(items.length / pageSize), pageIndex, pageSize };
  return { status: 200, body: JSON.stringify({ ...head, [member]: items.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize) }) };
}
