import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Container } from './container.mjs';
import { freePort } from './free-port.mjs';
import { StandInSaas } from '../../test/saas/stand-in-saas.mjs';

// Neither root nor the user that the image names: some platforms give every container a number of its own.
const uid = 4242;
const sdkKey = 'image-test-sdk-key';

/** What can be said of an image by running it, read-only and without root, against a stand-in SaaS. */
export async function checkRuntime(checklist, image) {
  const saas = await StandInSaas.start();
  saas.addEnvironment({ sdkKeys: [sdkKey] });
  const port = await freePort();
  const container = new Container(image, uid, settingsFor(saas, port));
  const healthCheck = image.config.Healthcheck.Test.slice(1);

  try {
    container.start();
    await checklist.check('the relay becomes healthy on a read-only file system', () => untilHealthy(container, port));
    await checklist.check('the relay runs without root', async () => {
      const status = await readFile(`/proc/${await container.pid()}/status`, 'utf8');
      assert.match(status, new RegExp(`^Uid:(\\s+${uid}){4}$`, 'm'));
      assert.match(status, /^CapEff:\s+0+$/m);
    });
    await checklist.check('nothing can be written beside the code', async () => {
      await assert.rejects(container.run(['node', '-e', "require('node:fs').writeFileSync('planted', '')"]), /EROFS/);
    });
    await checklist.check('an SDK gets a token', () => authenticate(port));
    await checklist.check('the health check succeeds', () => container.run(healthCheck));
    await checklist.check('SIGTERM ends the relay with code 0 within 10 s', async () => {
      assert.equal(await container.stop(10_000), 0);
    });
    await checklist.check('the health check fails once the relay is gone', () => assert.rejects(container.run(healthCheck)));
  } finally {
    container.kill();
    await saas.close();
  }
  if (!checklist.isClean) console.log(`  --- the relay's last output ---\n${container.output}`);
}

function settingsFor(saas, port) {
  return {
    PORT: port,
    PROXY_KEY: saas.proxyKey,
    AUTH_SECRET: 'image-test-secret-of-sufficient-length',
    CLIENT_SERVICE: saas.clientUrl,
    METRIC_SERVICE: saas.metricsUrl,
  };
}

async function untilHealthy(container, port) {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (!container.isRunning) throw new Error('the process ended');
    const status = await get(`http://127.0.0.1:${port}/health`);
    if (status === 200) return;
    await delay(100);
  }
  throw new Error('not healthy after 30 s');
}

function get(url) {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status,
    () => undefined,
  );
}

async function authenticate(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/client/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: sdkKey }),
    signal: AbortSignal.timeout(5_000),
  });
  assert.equal(answer.status, 200);
}
