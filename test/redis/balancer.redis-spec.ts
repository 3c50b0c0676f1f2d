import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { freePort } from '../support/relay-process.js';
import { until } from '../support/until.js';
import { Fleet } from './fleet.js';
import { FleetNode } from './fleet-node.js';

describe('the load balancer that operators are offered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balancer-'));
  let fleet: Fleet;
  let nginx: ChildProcess | undefined;
  let balanced: FleetNode;

  beforeAll(async () => {
    fleet = await Fleet.start({ environments: [{ id: 'production', sdkKeys: ['key'], flags: [aFeatureConfig({ feature: 'flag-1' })] }], replicas: 2 });
    const port = await freePort();
    const [one, two] = fleet.replicas.map(({ url }) => new URL(url).host);
    const text = readFileSync('docker/nginx/balancer.conf', 'utf8')
      .replace('replica-1:7000', one ?? '')
      .replace('replica-2:7000', two ?? '')
      .replace('listen 7000', `listen 127.0.0.1:${port}`)
      .replace('/tmp/nginx.pid', join(folder, 'nginx.pid'))
      .replace('http {', `http { client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;`);
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'nginx.conf'), text);
    nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], { stdio: 'ignore' });
    balanced = new FleetNode(`http://127.0.0.1:${port}`);
    await until(() => balanced.isConnected());
  }, 60_000);

  afterAll(async () => {
    if (nginx && nginx.exitCode === null) {
      const ended = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await ended;
    }
    await fleet?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is a configuration that nginx takes', async () => {
    const check = spawn('nginx', ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });

    const [code] = (await once(check, 'exit')) as [number];

    expect(code).toBe(0);
  });

  it('passes events on as they come, and what is read after them is never older, whichever node answers', async () => {
    const token = String(await balanced.authenticate('key'));
    const stream = await balanced.openStream('key', token);

    for (let round = 0; round < 10; round++) {
      const version = fleet.saas.patchFlag('production', 'flag-1', { state: round % 2 === 0 ? 'off' : 'on' });
      await until(() => stream.text().includes(`"version":${version}`));
      const answers = await Promise.all(Array.from({ length: 8 }, () => balanced.read('production', 'feature-configs/flag-1', token)));
      for (const { json } of answers) expect((json as { version: number }).version).toBeGreaterThanOrEqual(version);
    }
    stream.close();
  }, 30_000);

  it('goes on with reads while every stream is refused, and when a node is gone', async () => {
    const token = String(await balanced.authenticate('key'));
    await fleet.saas.refuseConnections();
    await until(async () => {
      const { status, close } = await balanced.openStream('key', token);
      close();
      return status === 503;
    });

    for (let round = 0; round < 20; round++) {
      const { status, close } = await balanced.openStream('key', token);
      close();
      expect(status).toBe(503);
      expect((await balanced.read('production', 'feature-configs', token)).status).toBe(200);
    }
    await fleet.stopReplica(0);
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await balanced.read('production', 'feature-configs', token)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  }, 40_000);
});
