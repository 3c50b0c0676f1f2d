import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectoryArchive } from '../../../src/adapters/files/writing/directory-archive.js';
import { readDirectory } from '../../../src/adapters/files/reading/read-directory.js';
import { FilesOnDisk } from '../../support/files-on-disk.js';

/** KILLS sets another number. */
const kills = Number(process.env['KILLS'] ?? 40);
const environments = 3;

describe('a writer of offline configuration that is killed at any moment', () => {
  const disk = new FilesOnDisk();

  afterAll(() => disk.remove());

  it('leaves every environment there and whole, and nothing in the way of the next', async () => {
    let midway = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      await killedWriter(Math.random() * 60);
      midway += readdirSync(disk.path).some((name) => name.startsWith('.')) ? 1 : 0;

      const { environments: found, faults } = await readDirectory(disk.path);
      expect(faults).toEqual([]);
      expect([environments, environments + 1]).toContain(found.length);
      const versions = found.map(({ config }) => new Set([...config.featureConfigs, ...config.segments].map(({ version }) => version)));
      expect(versions.map(({ size }) => size)).toEqual(versions.map(() => 1));
      expect(found.every(({ config }) => config.featureConfigs.length === 20 && config.segments.length === 20 && config.authKeys.length === 1)).toBe(true);
      const numbers = versions.flatMap((each) => [...each]);
      expect(Math.max(...numbers) - Math.min(...numbers)).toBeLessThanOrEqual(1);
    }
    // Else the moments were not random enough to mean anything.
    expect(midway).toBeGreaterThan(kills / 10);

    const config = { id: 'last', featureConfigs: [], segments: [], authKeys: [] };
    await new DirectoryArchive(disk.path).replace([{ config, targets: [] }]);
    expect(readdirSync(disk.path)).toEqual(['env-last']);
  }, 600_000);

  /** One that has written a whole version and is killed so much later. */
  async function killedWriter(afterMs: number): Promise<void> {
    const child = spawn(process.execPath, ['test/e2e/offline/rewrite-directory.mjs', process.env['RELAY_DIST'] ?? 'dist', disk.path, String(environments)]);
    const ended = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), ended]);
    await delay(afterMs);
    child.kill('SIGKILL');
    const [code, signal] = (await ended) as [number | null, string | null];
    expect([code, signal]).toEqual([null, 'SIGKILL']);
  }
});
