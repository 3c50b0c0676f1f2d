import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Builds the application with the Go SDK into a folder of its own and answers its path. */
export async function buildGoDriver(): Promise<string> {
  const program = join(await mkdtemp(join(tmpdir(), 'go-sdk-')), 'go-sdk');
  await promisify(execFile)('go', ['build', '-o', program, '.'], { cwd: join(__dirname, 'drivers/go-sdk') });
  return program;
}
