import { hashKey } from './hash-key.mjs';
import { refusal } from './refusal.mjs';
import { refuseAccess } from './refuse-access.mjs';

/** The event stream: all environments for a proxy key, one for an SDK key. */
export const streamRoutes = [{ method: 'GET', pattern: /^\/stream$/, answer: openStream }];

/** @type {import('./types.mjs').RouteHandler} */
function openStream(state, exchange) {
  const refused = refuseAccess(state, exchange);
  if (refused !== undefined) return refused;
  const key = exchange.headers['api-key'];
  if (typeof key === 'string' && state.proxyKeys.accepts(key)) return { open: (response) => state.streams.accept(response, () => true, key) };

  const environment = typeof key === 'string' ? state.environments.findBySdkKey(key) : undefined;
  if (environment === undefined || refuseAccess(state, exchange, environment.id) !== undefined) {
    return refusal(state.proxyKeys.refusalStatus, 'the key is not known');
  }
  const hash = hashKey(String(key));
  return {
    open: (response) =>
      state.streams.accept(response, (event) => environment.apiKeys.has(hash) && concerns(event, environment.id), environment.id),
  };
}

/**
 * @param {object | undefined} event heartbeats and raw text are nobody's event and go to everybody
 * @param {string} environment
 */
function concerns(event, environment) {
  return event === undefined || ('environment' in event && event.environment === environment);
}
