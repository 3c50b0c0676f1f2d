import { refusal } from './refusal.mjs';
import { refuseAccess } from './refuse-access.mjs';

/** The flags and the groups of one environment, all or one. */
export const environmentRoutes = [
  { method: 'GET', pattern: /^\/client\/env\/([^/]+)\/feature-configs(?:\/([^/]+))?$/, answer: featureConfigs },
  { method: 'GET', pattern: /^\/client\/env\/([^/]+)\/target-segments(?:\/([^/]+))?$/, answer: targetSegments },
];

/** @type {import('./types.mjs').RouteHandler} */
function featureConfigs(state, exchange) {
  return itemsOf(state, exchange, ({ flags }) => flags, (json) => json);
}

/** @type {import('./types.mjs').RouteHandler} */
function targetSegments(state, exchange) {
  const form = exchange.query.get('rules') === 'v2' ? (/** @type {string} */ json) => json : withoutServingRules;
  return itemsOf(state, exchange, ({ segments }) => segments, form);
}

/**
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {import('./types.mjs').Exchange} exchange
 * @param {(environment: import('./environment.mjs').Environment) => import('./item-list.mjs').ItemList} listOf
 * @param {(json: string) => string} form
 * @returns {import('./types.mjs').Answer}
 */
function itemsOf(state, exchange, listOf, form) {
  const [id = '', identifier] = exchange.params;
  const refused = refuseAccess(state, exchange, id);
  if (refused !== undefined) return refused;
  const environment = state.environments.find(id);
  if (environment === undefined) return refusal(404, 'the environment is not known');
  const list = listOf(environment);
  if (identifier === undefined) {
    return { status: 200, body: list.items.length === 0 ? list.toJson() : `[${list.items.map(({ json }) => form(json)).join(',')}]` };
  }
  const item = list.find(identifier);
  return item === undefined ? refusal(404, 'not found') : { status: 200, body: form(item.json) };
}

/**
 * Only a caller that says `rules=v2` gets to see AND rules.
 * @param {string} json
 */
function withoutServingRules(json) {
  if (!json.includes('"servingRules"')) return json;
  const { servingRules: _, ...rest } = JSON.parse(json);
  return JSON.stringify(rest);
}
