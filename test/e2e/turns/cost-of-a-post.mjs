// Prints what it costs to accept a post of SDK metrics, in times of what parsing its bytes costs. Single calls, and of very many of
// each the quick ones: others who have the processor only ever add to it, and more to what takes longer. Plain Node, since
// a test runner's globals and compiler make code slower.
import 'reflect-metadata';
import { buffer } from 'node:stream/consumers';
import { MemoryMetricsQueue } from '../../../dist/adapters/memory/memory-metrics-queue.js';
import { AcceptMetrics } from '../../../dist/modules/metrics/application/accept-metrics.js';
import { SdkUsage } from '../../../dist/modules/metrics/application/sdk-usage.js';
import { readReport } from '../../../dist/modules/metrics/http/read-report.js';
import { RelayMetrics } from '../../../dist/prometheus/relay-metrics.js';

const [warmingUp, calls, chunkBytes] = [300, 1200, 64 * 1024];

const metrics = new RelayMetrics();
const log = { debug() {}, info() {}, warn() {}, error() {} };
const accept = new AcceptMetrics(new MemoryMetricsQueue(log, metrics), new SdkUsage(metrics), { metrics: { postIntervalMs: 60_000, flushBytes: 1_048_576 } });

const body = await buffer(process.stdin);
const json = body.toString();
const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, n) => body.subarray(n * chunkBytes, (n + 1) * chunkBytes));

const parsing = [];
const accepting = [];
for (let call = 0; call < warmingUp + calls; call += 1) {
  parsing.push(await timeOf(() => JSON.parse(json)));
  accepting.push(await timeOf(() => accept.execute('an-environment', readReport(chunks))));
}
console.log(quickOf(accepting) / quickOf(parsing));

async function timeOf(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One in twenty is quicker. */
function quickOf(times) {
  return times.slice(warmingUp).toSorted((a, b) => a - b)[calls / 20];
}
