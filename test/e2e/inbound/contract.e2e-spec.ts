import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { operationsOf } from '../../../src/http/operations-of.js';
import { freePort } from '../../support/free-port.js';
import { aRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import { ask, type Question } from '../support/ask.js';
import { seenAnswers } from '../support/expect-documented.js';
import { openApiDocument } from '../support/openapi-document.js';
import { aWorld, bearer, productionSdk, stagingSdk } from '../support/world.js';

const env = `/client/env/${productionSdk.environment}`;
const reads = ['/feature-configs', '/feature-configs/dark-mode', '/target-segments', '/target-segments/beta-testers', '/target/bob/evaluations', '/target/bob/evaluations/dark-mode'].map((path) => env + path);
const streams = ['/stream', `${env}/stream`];
const metrics = `/metrics/${productionSdk.environment}`;
const probes = ['/health', '/health/live', '/health/ready', '/metrics', '/openapi.json'];
const post = (body: unknown): Question => ({ method: 'POST', body });
const tooLarge = 'x'.repeat(25 * 1024 * 1024 + 1);

/** No test provokes these here: they are what limits.e2e-spec.ts reads from a socket, and faults that nobody knows of. */
const elsewhere = ['408', '431', '500'];

describe('the contract', () => {
  it('documents no answer that is never given', async () => {
    const world = await aWorld();
    const asSdk = (path: string, question: Question = {}) => world.askAs(productionSdk, path, question);

    for (const path of [...reads, ...streams, ...probes]) await asSdk(path, { headers: { 'api-key': productionSdk.key } });
    for (const path of reads.slice(0, 4)) await asSdk(path, { headers: { 'if-none-match': '*' } });
    for (const path of [...reads, ...streams]) await world.ask(path);
    for (const path of [`${env}/feature-configs/none`, `${env}/target-segments/none`, `${env}/target/bob/evaluations/none`]) await asSdk(path);
    for (const path of streams) for (const headers of [{}, { 'api-key': 'unknown-key' }, { 'api-key': stagingSdk.key }]) await asSdk(path, { headers });
    for (const path of reads) await asSdk(path.replace(productionSdk.environment, '%zz'));
    for (const body of [{ apiKey: productionSdk.key }, { apiKey: 'unknown-key' }, {}, tooLarge]) await world.ask('/client/auth', post(body));
    for (const body of [{}, [], tooLarge]) await asSdk(metrics, post(body));
    await world.ask(metrics, post({}));
    await world.close();

    await provokeUnloaded();
    await provokeFailed();
    const elsewhereExposed = await aWorld({ env: { PROMETHEUS_PORT: String(await freePort()) } });
    await elsewhereExposed.ask('/metrics');
    await elsewhereExposed.close();

    expect(documented().filter((answer) => !seenAnswers.has(answer))).toEqual(['GET /health/live 503']);
  }, 30_000);
});

/** Terminus documents a failure of every check; that the process works never fails while it answers. */
function documented(): string[] {
  return [...operationsOf(openApiDocument)].flatMap(({ method, path, operation }) =>
    Object.keys(operation.responses)
      .filter((status) => !elsewhere.includes(status))
      .map((status) => `${method.toUpperCase()} ${path} ${status}`),
  );
}

async function provokeUnloaded(): Promise<void> {
  const saas = await StandInSaas.start();
  saas.fail({ path: '/proxy/auth', hang: true });
  const relay = await aRelay(saas);
  for (const path of [...reads, ...streams, ...probes]) await ask(relay.url, path, { headers: { ...bearer(productionSdk), 'api-key': productionSdk.key } });
  await ask(relay.url, metrics, { ...post({}), headers: bearer(productionSdk) });
  await ask(relay.url, '/client/auth', post({ apiKey: productionSdk.key }));
  await relay.close();
  await saas.close();
}

async function provokeFailed(): Promise<void> {
  const saas = await StandInSaas.start();
  saas.fail({ path: '/proxy/auth', status: 403 });
  const relay = await aRelay(saas);
  await until(async () => (await ask(relay.url, '/health')).status === 500);
  await relay.close();
  await saas.close();
}
