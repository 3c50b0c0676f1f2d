import { hashKey } from './hash-key.mjs';
import { refusal } from './refusal.mjs';
import { refuseAccess } from './refuse-access.mjs';

/** What comes in from SDKs through a proxy: metrics and targets. */
export const intakeRoutes = [
  { method: 'POST', pattern: /^\/metrics\/([^/]+)$/, answer: acceptMetrics },
  { method: 'POST', pattern: /^\/client\/auth$/, answer: registerTarget },
];

/** @type {import('./types.mjs').RouteHandler} */
function acceptMetrics(state, exchange) {
  const [environment = ''] = exchange.params;
  const refused = refuseAccess(state, exchange, environment);
  if (refused !== undefined) return refused;
  if (typeof exchange.body !== 'object' || exchange.body === null) return refusal(400, 'the body is not a JSON object');
  state.metrics.add(environment, exchange.body, exchange.bytes);
  state.waits.changed();
  return { status: 200, body: '{}' };
}

/** @type {import('./types.mjs').RouteHandler} */
function registerTarget(state, { body, bytes }) {
  /** @type {{ apiKey?: unknown, target?: import('./types.mjs').Target }} */
  const { apiKey, target } = typeof body === 'object' && body !== null ? body : {};
  if (typeof apiKey !== 'string' || apiKey === '') return refusal(400, 'apiKey is missing');
  const environment = state.environments.findBySdkKey(apiKey);
  if (environment === undefined) return refusal(401, 'the SDK key is not known');
  if (target?.identifier) state.targets.push({ environment: environment.id, target }, bytes);
  state.waits.changed();
  const authToken = state.tokens.issue({
    environment: environment.id,
    environmentIdentifier: environment.id,
    project: 'stand-in-project',
    projectIdentifier: 'stand-in-project',
    organization: 'stand-in-organization',
    organizationIdentifier: 'stand-in-organization',
    accountID: 'stand-in-account',
    clusterIdentifier: '1',
    key_type: 'Server',
    sdkKey: hashKey(apiKey),
  });
  return { status: 200, body: JSON.stringify({ authToken }) };
}
