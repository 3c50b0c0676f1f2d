import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { offlineEnvironment } from '../../support/offline-environment.js';
import { freePort } from '../../support/free-port.js';

interface Found {
  readonly flags: number;
  readonly evaluations: number;
  readonly stream: number;
  readonly metrics: number;
  readonly exitCode: number;
  readonly interfaces: readonly string[];
  readonly output: string;
}

/** A network namespace of its own, which has nothing but loopback. Where the system grants none, the guard alone has to do. */
const withoutNetwork = ['unshare', '--map-root-user', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const hasNamespaces = spawnSync('unshare', [...withoutNetwork.slice(1), 'true']).status === 0;

describe('an offline relay on a machine without a network', () => {
  let disk: FilesOnDisk;

  beforeAll(() => {
    const [production] = sampleConfiguration;
    disk = new FilesOnDisk(offlineEnvironment(`env-${production.id}`, production));
  });

  afterAll(() => disk.remove());

  it('serves all that SDKs ask for, tries to reach nobody, and complains of nothing', async () => {
    const [production] = sampleConfiguration;
    const main = resolve(process.env['RELAY_DIST'] ?? 'dist', 'main.js');
    const command = [process.execPath, 'test/e2e/offline/serve-without-network.mjs', main, disk.path, String(await freePort()), production.sdkKeys[0]];
    const [program = '', ...rest] = hasNamespaces ? [...withoutNetwork, ...command] : command;

    const { stdout } = await promisify(execFile)(program, rest, { timeout: 60_000 });

    const found = JSON.parse(stdout) as Found;
    expect(found).toMatchObject({ flags: production.flags.length, stream: 200, metrics: 200, exitCode: 0 });
    expect(found.evaluations).toBeGreaterThan(0);
    if (hasNamespaces) expect(found.interfaces).toEqual(['lo']);
    expect(found.output).not.toContain('OUTBOUND');
    const levels = found.output.trim().split('\n').map((line) => (JSON.parse(line) as { level: number; msg: string }));
    expect(levels.filter(({ level, msg }) => level > 30 && !msg.startsWith('FORWARD_TARGETS'))).toEqual([]);
  }, 70_000);
});
