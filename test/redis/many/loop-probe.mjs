// Imported into a relay before its own code: told by SIGUSR2, it prints how late its event loop has been since the last time, and
// its memory.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('SIGUSR2', () => {
  process.stdout.write(`${JSON.stringify({ probe: { maxMs: Math.round(delay.max / 1e6), p99Ms: Math.round(delay.percentile(99) / 1e6), rssMb: Math.round(process.memoryUsage().rss / 1e6) } })}\n`);
  delay.reset();
});
