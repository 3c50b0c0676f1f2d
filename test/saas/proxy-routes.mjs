import { allows } from './allows.mjs';
import { hashKey } from './hash-key.mjs';
import { naturalNumber } from './natural-number.mjs';
import { refusal } from './refusal.mjs';
import { refuseAccess } from './refuse-access.mjs';

/** What a proxy asks by its proxy key: a token, and the configuration page by page. */
export const proxyRoutes = [
  { method: 'POST', pattern: /^\/proxy\/auth$/, answer: authenticate },
  { method: 'GET', pattern: /^\/proxy\/config$/, answer: configurationPage },
];

/** @type {import('./types.mjs').RouteHandler} */
function authenticate(state, { body }) {
  const proxyKey = typeof body === 'object' && body !== null && 'proxyKey' in body ? body.proxyKey : undefined;
  if (!state.proxyKeys.accepts(proxyKey)) return refusal(state.proxyKeys.refusalStatus, 'the proxy key is not known');
  const authToken = state.tokens.issue({
    cluster_identifier: '1',
    account: 'stand-in-account',
    organization: 'stand-in-organization',
    key_type: 'Proxy',
    environments: state.environments.all.map(({ id }) => id),
    proxyKey: hashKey(String(proxyKey)),
  });
  return { status: 200, body: JSON.stringify({ authToken }) };
}

/** @type {import('./types.mjs').RouteHandler} */
function configurationPage(state, exchange) {
  const { query } = exchange;
  const one = query.get('environment') ?? undefined;
  const refused = refuseAccess(state, exchange, one);
  if (refused !== undefined) return refused;
  if (!state.proxyKeys.accepts(query.get('key'))) return refusal(state.proxyKeys.refusalStatus, 'the proxy key is not known');

  const pageIndex = naturalNumber(query.get('pageNumber'), 0);
  const pageSize = Math.max(1, naturalNumber(query.get('pageSize'), 10));
  const claims = state.tokens.read(exchange.headers.authorization);
  const environments = state.environments.all.filter(({ id }) => (one ?? id) === id && allows(claims, id));
  const pageCount = Math.ceil(environments.length / pageSize);
  const page = environments.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize).map((environment) => environment.toJson());
  const head = JSON.stringify({ itemCount: environments.length, pageCount, pageIndex, pageSize, version: 1 });
  return { status: 200, body: `${head.slice(0, -1)},"environments":[${page.join(',')}]}` };
}
