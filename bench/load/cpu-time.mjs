import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const microsecondsPerTick = 10_000;

/** CPU time of a process so far in microseconds, its system time and all its threads included. */
export function cpuTime(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick;
}
