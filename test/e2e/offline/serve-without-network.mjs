// Starts an offline relay as a process and asks it what an SDK asks, all on the loopback of wherever this runs. Prints what it
// found as JSON. Usage: serve-without-network.mjs <main.js> <config dir> <port> <sdk key>
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';

const [main = '', configDir = '', port = '', apiKey = ''] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const guard = fileURLToPath(new URL('forbid-outbound.cjs', import.meta.url));
const relay = spawn(process.execPath, ['--require', guard, main], {
  env: { OFFLINE: 'true', CONFIG_DIR: configDir, PORT: port, AUTH_SECRET: 'a-secret-for-tests-only', HEARTBEAT_INTERVAL: '0', METRIC_FLUSH_BYTES: '1', FORWARD_TARGETS: 'true' },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let output = '';
for (const stream of [relay.stdout, relay.stderr]) stream.on('data', (chunk) => (output += chunk));

try {
  await untilReady();
  const { authToken } = await (await post('/client/auth', { apiKey, target: { identifier: 'bob', attributes: {} } })).json();
  const headers = { authorization: `Bearer ${authToken}`, 'API-Key': apiKey };
  const { environment } = JSON.parse(Buffer.from(authToken.split('.')[1], 'base64url').toString());
  const get = async (path) => (await fetch(`${url}/client/env/${environment}/${path}`, { headers })).json();
  const [flags, evaluations] = [await get('feature-configs'), await get('target/bob/evaluations')];
  const stream = await fetch(`${url}/stream`, { headers });
  const metrics = await post(`/metrics/${environment}`, { metricsData: [{ count: 1, metricsType: 'FFMETRICS', timestamp: 1, attributes: [{ key: 'featureIdentifier', value: 'a' }] }] }, headers);
  await until(async () => (await (await fetch(`${url}/metrics`)).text()).includes('reason="offline"'));
  await metrics.arrayBuffer();
  await stream.body.cancel();
  relay.kill('SIGTERM');
  const [exitCode] = await once(relay, 'exit');
  const interfaces = Object.keys(networkInterfaces());
  console.log(JSON.stringify({ flags: flags.length, evaluations: evaluations.length, stream: stream.status, metrics: metrics.status, exitCode, interfaces, output }));
} catch (error) {
  relay.kill('SIGKILL');
  throw new Error(`the relay wrote: ${output}`, { cause: error });
}

function post(path, body, headers = {}) {
  return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function untilReady() {
  await until(async () => (await (await fetch(`${url}/health`)).text()).includes('"CONNECTED"'));
}

async function until(check) {
  for (const end = Date.now() + 30_000; !(await check().catch(() => false)); ) {
    if (Date.now() > end || relay.exitCode !== null) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
