// Imported into a relay before its own code: told by SIGUSR2, it prints how late its event loop has been since the last time, its
// memory now and at most, and the time it has had on a processor.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const everyMs = 50;
const toMb = (bytes) => Math.round(bytes / 1e6);
const toMs = (nanoseconds) => Math.round(nanoseconds / 1e6);

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let [peak, cpu] = [0, process.cpuUsage()];
const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
setInterval(look, everyMs).unref();

process.on('SIGUSR2', () => {
  look();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage(cpu);
  const memory = { rssMb: toMb(rss), peakMb: toMb(peak), heapMb: toMb(heapUsed) };
  process.stdout.write(`${JSON.stringify({ probe: { maxMs: toMs(delay.max), p99Ms: toMs(delay.percentile(99)), ...memory, cpuMs: Math.round((user + system) / 1e3) } })}\n`);
  delay.reset();
  [peak, cpu] = [0, process.cpuUsage()];
});
