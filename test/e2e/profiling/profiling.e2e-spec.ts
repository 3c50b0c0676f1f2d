import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { freePort } from '../../support/free-port.js';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';

let saas: StandInSaas;
beforeAll(async () => (saas = await StandInSaas.start()));
afterAll(() => saas.close());

const start = (env: Record<string, string>) => RelayProcess.start({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, ...env });
const lineOf = (relay: RelayProcess, text: string) => until(() => relay.output.join('').split('\n').find((line) => line.includes(text)));

describe('a relay with PPROF', () => {
  let relay: RelayProcess;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    relay = await start({ PPROF: 'true', PPROF_PORT: String(port) });
    url = `http://127.0.0.1:${port}/debug/pprof`;
  }, 40_000);
  afterAll(() => relay.stop());

  it('gives a CPU profile of as many seconds as are asked for', async () => {
    const answer = await fetch(`${url}/profile?seconds=1`);

    const profile = (await answer.json()) as { nodes: unknown[]; startTime: number; endTime: number };
    expect(answer.headers.get('content-disposition')).toContain(`relay-${relay.pid}.cpuprofile`);
    expect(profile.nodes.length).toBeGreaterThan(1);
    expect(profile.endTime - profile.startTime).toBeGreaterThanOrEqual(900_000);
  });

  it('gives a heap snapshot, whole', async () => {
    const answer = await fetch(`${url}/heap`);

    const { snapshot, nodes, strings } = JSON.parse(await answer.text()) as { snapshot: { node_count: number; meta: { node_fields: string[] } }; nodes: number[]; strings: string[] };
    expect(answer.headers.get('content-disposition')).toContain('.heapsnapshot');
    expect(nodes).toHaveLength(snapshot.node_count * snapshot.meta.node_fields.length);
    expect(strings).toContain('EnvironmentWriter');
  }, 60_000);

  it('makes one profile at a time, and the next once who asked for it has gone', async () => {
    const leaving = new AbortController();
    const first = fetch(`${url}/profile?seconds=120`, { signal: leaving.signal }).catch(() => 'left');
    await lineOf(relay, '"seconds":120');
    expect((await fetch(`${url}/profile?seconds=1`)).status).toBe(409);
    expect(await (await fetch(`${url}/heap`)).json()).toEqual({ error: 'another profile is being made: one at a time' });

    leaving.abort();

    expect(await first).toBe('left');
    await until(async () => (await fetch(`${url}/profile?seconds=1`)).status === 200);
  }, 30_000);

  it.each([
    ['/profile?seconds=0', 400],
    ['/profile?seconds=121', 400],
    ['/profile?seconds=x', 400],
    ['/goroutine', 404],
  ])('refuses what it cannot do with a clear error: %s', async (path, status) => {
    const answer = await fetch(`${url}${path}`);

    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/seconds/) });
  });

  it('takes no other method, and no other name than its own', async () => {
    expect((await fetch(`${url}/heap`, { method: 'POST' })).status).toBe(405);
    expect(await statusAs('relay.example.com')).toBe(403);
  });

  const statusAs = (host: string) =>
    new Promise((answered, failed) => {
      request(`${url}/heap`, { headers: { host } }, (response) => answered(response.resume().statusCode)).on('error', failed).end();
    });

  it('ends while a profile is being made', async () => {
    const making = fetch(`${url}/profile?seconds=119`).catch(() => 'broken off');
    await lineOf(relay, '"seconds":119');

    expect(await relay.stop()).toBe(0);
    await making;
  }, 20_000);
});

describe('a relay that is to be profiled as it cannot be', () => {
  it('listens for nobody without PPROF, and says which package is missing', async () => {
    const port = await freePort();
    const relay = await start({ PPROF_PORT: String(port), GCP_PROFILER_ENABLED: 'true' });

    expect(JSON.parse(await lineOf(relay, 'GCP_PROFILER_ENABLED'))).toMatchObject({ level: 50, code: 'ERR_MODULE_NOT_FOUND', msg: expect.stringContaining('@google-cloud/profiler') });
    await expect(fetch(`http://127.0.0.1:${port}/debug/pprof/heap`)).rejects.toThrow('fetch failed');
    await relay.stop();
  }, 40_000);

  it('says that its port is taken and serves; it starts the agent that is installed beside it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const NODE_OPTIONS = `--import=${pathToFileURL(resolve('test/support/stand-in-profiler.mjs')).href}`;
    const relay = await start({ PPROF: 'true', PPROF_PORT: String((taken.address() as AddressInfo).port), GCP_PROFILER_ENABLED: 'true', NODE_OPTIONS });

    expect(await lineOf(relay, 'PPROF:')).toContain('EADDRINUSE');
    expect(JSON.parse(await lineOf(relay, 'stand-in agent'))).toMatchObject({ serviceContext: { service: 'ff-relay-proxy' } });
    expect(await lineOf(relay, 'the agent runs')).toContain('"level":30');
    await relay.stop();
    taken.close();
  }, 40_000);
});
