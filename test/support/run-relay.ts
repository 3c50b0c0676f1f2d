import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built relay (or another program of the build), run to its end. `wrapped`: a program and arguments that run it. */
export function runRelay(env: Record<string, string>, args: readonly string[] = [], { program = 'main.js', wrapped = [] }: { program?: string; wrapped?: readonly string[] } = {}): Promise<Run> {
  const main = resolve(process.env['RELAY_DIST'] ?? 'dist', program);
  const [command = '', ...rest] = [...wrapped, process.execPath, main, ...args];
  const options = { env: { PATH: process.env['PATH'] ?? '', AUTH_SECRET: 'a-secret-for-tests-only', ...env }, timeout: 60_000 };
  return new Promise((done) => {
    const child = execFile(command, rest, options, (_error, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }));
  });
}
