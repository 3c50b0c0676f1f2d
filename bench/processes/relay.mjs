import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../scripts/image/free-port.mjs';
import { StandInSaas } from '../../test/saas/stand-in-saas.mjs';
import { cores } from './cores.mjs';
import { Pinned } from './pinned.mjs';

const memoryProbe = fileURLToPath(new URL('memory-probe.mjs', import.meta.url));

/** The built relay as operators run it, in front of a stand-in SaaS that holds these environments. */
export async function startRelay({ dist, environments, nodeArgs = [], env = {} }) {
  const saas = await StandInSaas.start();
  for (const environment of environments) saas.addEnvironment(environment);
  const node = await startNode({ dist, nodeArgs, env: { PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, ...env } });
  return {
    ...node,
    saas,
    stop: async () => {
      await node.stop();
      await saas.close();
    },
  };
}

/** The built relay with these settings. */
export async function startNode({ dist, nodeArgs = [], env }) {
  const port = await freePort();
  const args = [...nodeArgs, '--expose-gc', '--import', memoryProbe, join(dist, 'main.js')];
  const program = new Pinned(cores.server, args, { PORT: String(port), AUTH_SECRET: 'a-secret-for-the-benchmark-alone', SHUTDOWN_DELAY: '0', ...env });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(program, origin);
  return { program, origin, port, stop: () => program.stop() };
}

/** A token for an SDK key, asked for as SDKs do. */
export async function tokenOf(origin, sdkKey, target) {
  const answer = await fetch(`${origin}/client/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: sdkKey, target }),
  });
  const { authToken } = await answer.json();
  return authToken;
}

async function untilReady(program, origin) {
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(50)) {
    if (program.hasEnded) break;
    const ready = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
  }
  await program.stop();
  throw new Error(`the relay does not become ready: ${program.output}`);
}
