import { sampleConfiguration } from './sample-configuration.mjs';
import { StandInSaas } from './stand-in-saas.mjs';

// The demo's own stand-in, to be run by hand: node test/saas/main.mjs
const port = numberFrom('SAAS_PORT', 7999, 65_535);
const saas = await StandInSaas.start({
  port,
  controlPort: numberFrom('SAAS_CONTROL_PORT', port === 0 ? 0 : port + 1, 65_535),
  host: process.env.SAAS_HOST ?? '127.0.0.1',
  proxyKey: process.env.SAAS_PROXY_KEY ?? 'demo-proxy-key',
  heartbeatMs: numberFrom('SAAS_HEARTBEAT_MS', 15_000, 3_600_000),
});
for (const environment of sampleConfiguration) saas.addEnvironment(environment);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void saas.close());

const [production] = sampleConfiguration;
process.stdout.write(`Stand-in for Harness SaaS
  CLIENT_SERVICE=${saas.clientUrl}
  METRIC_SERVICE=${saas.metricsUrl}
  PROXY_KEY=${saas.proxyKey}
  or, instead of that key,
  API_KEYS=${sampleConfiguration.map(({ sdkKeys }) => sdkKeys[0]).join(',')}
  ADMIN_SERVICE=${saas.adminUrl}
  ADMIN_SERVICE_TOKEN=${saas.adminToken}
  control API    ${saas.controlUrl}
${sampleConfiguration.map(({ id, sdkKeys }) => `  environment    ${id}  SDK keys: ${sdkKeys.join(', ')}`).join('\n')}

Look, change and break:
  curl ${saas.controlUrl}/state
  curl ${saas.controlUrl}/requests
  curl ${saas.controlUrl}/metrics
  curl -X POST ${saas.controlUrl}/patchFlag -d '{"environment":"${production.id}","identifier":"dark-mode","fields":{"state":"off"}}'
  curl -X POST ${saas.controlUrl}/deleteFlag -d '{"environment":"${production.id}","identifier":"banner-text"}'
  curl -X POST ${saas.controlUrl}/dropStreams
  curl -X POST ${saas.controlUrl}/fail -d '{"path":"/proxy/config","status":503,"times":3}'
  curl -X POST ${saas.controlUrl}/refuseConnections
  curl -X POST ${saas.controlUrl}/acceptConnections
An unknown operation is answered with the list of all.
`);

/**
 * @param {string} name
 * @param {number} fallback
 * @param {number} maximum
 */
function numberFrom(name, fallback, maximum) {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text) || Number(text) > maximum) throw new Error(`${name} is not a whole number up to ${maximum}`);
  return Number(text);
}
