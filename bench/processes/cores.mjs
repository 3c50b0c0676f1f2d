import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const allowed = allowedCores();

/** One core for the server under load, another for everything that loads it. The same one where there is no other. */
export const cores = { server: allowed[0], load: allowed[1] ?? allowed[0] };

export function bindToLoadCore() {
  execFileSync('taskset', ['-acp', String(cores.load), String(process.pid)]);
}

function allowedCores() {
  const [, list] = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
