// A relay with something to relay: the stand-in SaaS with its sample flags, the built relay in front of it, and an official SDK
// that hears each change. Usage: npm run demo; with `-- --once` it ends by itself after one change of each kind.
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Event } from '@harnessio/ff-nodejs-server-sdk';
import { sampleConfiguration } from '../test/saas/sample-configuration.mjs';
import { StandInSaas } from '../test/saas/stand-in-saas.mjs';

const port = process.env.PORT ?? '7000';
const url = `http://127.0.0.1:${port}`;
const once = process.argv.includes('--once');
const [{ id, sdkKeys }] = sampleConfiguration;
const target = { identifier: 'bob', name: 'Bob' };

const saas = await StandInSaas.start();
for (const environment of sampleConfiguration) saas.addEnvironment(environment);
let sdk;
const relay = startRelay();
await untilConnected();
printWhatToTry();
sdk = await connectSdk();
do {
  for (const change of changes()) {
    await show(change);
    await delay(once ? 200 : 4_000);
  }
} while (!once);
end();

function startRelay() {
  const child = spawn(process.execPath, ['dist/main.js'], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PORT: port,
      PROXY_KEY: saas.proxyKey,
      AUTH_SECRET: process.env.AUTH_SECRET ?? 'a-secret-for-the-demo-alone',
      CLIENT_SERVICE: saas.clientUrl,
      METRIC_SERVICE: saas.metricsUrl,
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'WARN',
      SHUTDOWN_DELAY: '0',
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  child.on('exit', (code) => process.exit(code ?? 1));
  process.on('exit', () => child.kill());
  return child;
}

/** The exit of the relay, by SIGTERM as an orchestrator ends it, ends the demo. */
function end() {
  sdk?.close();
  relay.kill('SIGTERM');
}

async function untilConnected() {
  for (;;) {
    const health = await fetch(`${url}/health`).then((answer) => answer.json(), () => undefined);
    if (health?.streamStatus?.state === 'CONNECTED') return;
    await delay(50);
  }
}

function printWhatToTry() {
  console.log(`
The relay answers at ${url}; the stand-in SaaS is controlled at ${saas.controlUrl}. In another terminal:

  TOKEN=$(curl -s ${url}/client/auth -d '{"apiKey":"${sdkKeys[0]}"}' | sed 's/.*"authToken":"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" ${url}/client/env/${id}/feature-configs
  curl -s -H "Authorization: Bearer $TOKEN" ${url}/client/env/${id}/target/bob/evaluations
  curl -sN -H "Authorization: Bearer $TOKEN" -H 'API-Key: ${sdkKeys[0]}' ${url}/stream
  curl -X POST ${saas.controlUrl}/patchFlag -d '{"environment":"${id}","identifier":"dark-mode","fields":{"state":"off"}}'
  curl -s ${url}/health
  curl -s ${url}/metrics

With an SDK:

  import { Client } from '@harnessio/ff-nodejs-server-sdk';
  const client = new Client('${sdkKeys[0]}', { baseUrl: '${url}', eventsUrl: '${url}' });
  await client.waitForInitialization();
  console.log(await client.boolVariation('dark-mode', { identifier: 'bob' }, false));
`);
}

async function connectSdk() {
  const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
  const client = new Client(sdkKeys[0], { baseUrl: url, eventsUrl: url, store: undefined, cache: new Map(), logger: quiet });
  await client.waitForInitialization();
  console.log('An official SDK (Node, server) is connected. Changes made at the stand-in SaaS, as they reach it:');
  return client;
}

/** One change of each kind, made at the SaaS. `value` asks the SDK for the flag afterwards. */
function changes() {
  const darkMode = () => sdk.boolVariation('dark-mode', target, false);
  const banner = () => sdk.stringVariation('banner-text', target, 'the default');
  const size = () => sdk.numberVariation('page-size', target, 0);
  const switched = (flag, state) => () => saas.patchFlag(id, flag, { state });
  const bannerFlag = sampleConfiguration[0].flags.find((flag) => flag.feature === 'banner-text');
  return [
    { what: 'dark-mode is switched off', flag: 'dark-mode', make: switched('dark-mode', 'off'), value: darkMode },
    { what: 'dark-mode is switched on', flag: 'dark-mode', make: switched('dark-mode', 'on'), value: darkMode },
    { what: 'page-size is switched off', flag: 'page-size', make: switched('page-size', 'off'), value: size },
    { what: 'page-size is switched on', flag: 'page-size', make: switched('page-size', 'on'), value: size },
    { what: 'banner-text is deleted', flag: 'banner-text', make: () => saas.deleteFlag(id, 'banner-text'), value: banner },
    { what: 'banner-text is created again', flag: 'banner-text', make: () => saas.putFlag(id, bannerFlag), value: banner },
  ];
}

async function show({ what, flag, make, value }) {
  const heard = new Promise((resolve) => {
    const listener = (changed) => {
      if (changed !== flag) return;
      sdk.off(Event.CHANGED, listener);
      resolve();
    };
    sdk.on(Event.CHANGED, listener);
  });
  const startedAt = performance.now();
  make();
  await heard;
  const ms = Math.round(performance.now() - startedAt);
  console.log(`  ${what.padEnd(30)} the SDK has it after ${String(ms).padStart(4)} ms and serves ${JSON.stringify(await value())}`);
}
