// Imported into a relay before its own code: told by SIGUSR2, it prints how late its event loop has been since the last time, the most
// processor time that one turn took (late it is also when others have the processor), its memory now and at most, and its processor time.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const everyMs = 50;
const turnMs = 5;
const toMb = (bytes) => Math.round(bytes / 1e6);
const toMs = (nanoseconds) => Math.round(nanoseconds / 1e6);

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let [peak, cpu] = [0, process.cpuUsage()];
const onProcessor = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]);
let [longest, before] = [0, onProcessor()];
setInterval(() => {
  const now = onProcessor();
  longest = Math.max(longest, now - before);
  before = now;
}, turnMs).unref();

const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
setInterval(look, everyMs).unref();

process.on('SIGUSR2', () => {
  look();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage(cpu);
  const memory = { rssMb: toMb(rss), peakMb: toMb(peak), heapMb: toMb(heapUsed) };
  process.stdout.write(`${JSON.stringify({ probe: { maxMs: toMs(delay.max), p99Ms: toMs(delay.percentile(99)), turnMs: toMs(longest), ...memory, cpuMs: Math.round((user + system) / 1e3) } })}\n`);
  reset();
});

// What comes before the first connection to Redis or SaaS is loading its own code, which holds up nobody.
const connections = 'net.client.socket';
subscribe(connections, function begin() {
  unsubscribe(connections, begin);
  reset();
});

function reset() {
  delay.reset();
  [peak, cpu, longest, before] = [0, process.cpuUsage(), 0, onProcessor()];
}
