import { allows } from './allows.mjs';
import { refusal } from './refusal.mjs';

/**
 * Undefined when the caller's token is good and allows `environment` (where one is named), else the refusal.
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {import('./types.mjs').Exchange} exchange
 * @param {string} [environment]
 */
export function refuseAccess(state, exchange, environment) {
  if (state.proxyKeys.isEmpty) return refusal(state.proxyKeys.refusalStatus, 'the proxy key was deleted');
  const claims = state.tokens.read(exchange.headers.authorization);
  if (claims === undefined) return refusal(401, 'the token is missing, wrong or expired');
  if (environment === undefined || allows(claims, environment)) return undefined;
  return refusal(403, 'the token does not allow this environment');
}
