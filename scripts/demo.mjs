// A relay with something to relay: the stand-in SaaS with its sample flags, and the built relay in front of it.
// Usage: npm run build && npm run demo. Ctrl-C ends both.
import { spawn } from 'node:child_process';
import { sampleConfiguration } from '../test/saas/sample-configuration.mjs';
import { StandInSaas } from '../test/saas/stand-in-saas.mjs';

const port = process.env.PORT ?? '7000';
const saas = await StandInSaas.start();
for (const environment of sampleConfiguration) saas.addEnvironment(environment);

const relay = spawn(process.execPath, ['dist/main.js'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PORT: port,
    PROXY_KEY: saas.proxyKey,
    AUTH_SECRET: process.env.AUTH_SECRET ?? 'a-secret-for-the-demo-alone',
    CLIENT_SERVICE: saas.clientUrl,
    METRIC_SERVICE: saas.metricsUrl,
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => relay.kill('SIGTERM'));
relay.on('exit', (code) => {
  process.exitCode = code ?? 1;
  void saas.close();
});

const [{ id, sdkKeys }] = sampleConfiguration;
const url = `http://127.0.0.1:${port}`;
console.log(`The relay is at ${url}, the control API of the stand-in SaaS at ${saas.controlUrl}. In another terminal:

  TOKEN=$(curl -s ${url}/client/auth -d '{"apiKey":"${sdkKeys[0]}"}' | sed 's/.*"authToken":"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" ${url}/client/env/${id}/feature-configs
  curl -sN -H "Authorization: Bearer $TOKEN" -H 'API-Key: ${sdkKeys[0]}' ${url}/stream
  curl -X POST ${saas.controlUrl}/patchFlag -d '{"environment":"${id}","identifier":"dark-mode","fields":{"state":"off"}}'
`);
