import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cores } from '../processes/cores.mjs';
import { wrkScript } from './wrk-script.mjs';

const run = promisify(execFile);
const connections = 32;

/** Puts these requests, in turn, to a server for whole seconds. Rejects on a connection that breaks and on any answer of 400 or more. */
export async function putLoad(origin, requests, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const script = join(folder, 'requests.lua');
    writeFileSync(script, wrkScript(requests));
    const wrk = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script, origin];
    const { stdout } = await run('taskset', ['-c', String(cores.load), ...wrk], { timeout: (seconds + 30) * 1000 });
    const summary = /^summary (\d+) (\d+) (\d+)$/m.exec(stdout);
    if (!summary) throw new Error(`wrk says nothing that can be read: ${stdout}`);
    const [answered, microseconds, failed] = summary.slice(1).map(Number);
    if (failed > 0 || answered === 0) throw new Error(`${failed} of ${answered} requests to ${requests[0].path} failed: ${stdout}`);
    return { requests: answered, perSecond: (answered / microseconds) * 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function wrkVersion() {
  if (!isInstalled() && process.getuid?.() === 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', 'wrk'], { stdio: 'ignore' });
  }
  if (!isInstalled()) throw new Error('the load generator wrk is missing: apt-get install wrk');
  return `wrk ${/\d+(\.\d+)+/.exec(spawnSync('wrk', ['--version']).stdout.toString())?.[0] ?? ''}`.trim();
}

function isInstalled() {
  return spawnSync('wrk', ['--version']).error === undefined;
}
