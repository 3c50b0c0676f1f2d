import { allows } from './allows.mjs';
import { refusal } from './refusal.mjs';

/**
 * Undefined when the caller's token is good and allows `environment` (where one is named), else the refusal.
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {import('./types.mjs').Exchange} exchange
 * @param {string} [environment]
 */
export function refuseAccess(state, exchange, environment) {
  const claims = state.tokens.read(exchange.headers.authorization);
  const isDeleted = claims?.proxyKey !== undefined && !state.proxyKeys.acceptsHash(claims.proxyKey);
  if (isDeleted || (state.proxyKeys.isEmpty && claims?.sdkKey === undefined)) return refusal(state.proxyKeys.refusalStatus, 'the proxy key was deleted');
  if (claims === undefined) return refusal(401, 'the token is missing, wrong or expired');
  if (claims.sdkKey !== undefined && !state.environments.find(claims.environment ?? '')?.apiKeys.has(claims.sdkKey)) return refusal(401, 'the SDK key was removed');
  if (environment === undefined || allows(claims, environment)) return undefined;
  return refusal(403, 'the token does not allow this environment');
}
