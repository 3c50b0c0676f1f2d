// Prints what it costs to accept a post of SDK metrics, in times of what parsing its bytes costs. The best of many rounds of each: others
// who have the processor only ever add to it. Plain Node, since a test runner's globals and compiler make code slower.
import 'reflect-metadata';
import { buffer } from 'node:stream/consumers';
import { MemoryMetricsQueue } from '../../../dist/adapters/memory/memory-metrics-queue.js';
import { AcceptMetrics } from '../../../dist/modules/metrics/application/accept-metrics.js';
import { SdkUsage } from '../../../dist/modules/metrics/application/sdk-usage.js';
import { readReport } from '../../../dist/modules/metrics/http/read-report.js';
import { RelayMetrics } from '../../../dist/prometheus/relay-metrics.js';

const [rounds, repeats, chunkBytes] = [60, 20, 64 * 1024];

const metrics = new RelayMetrics();
const log = { debug() {}, info() {}, warn() {}, error() {} };
const accept = new AcceptMetrics(new MemoryMetricsQueue(log, metrics), new SdkUsage(metrics), { metrics: { postIntervalMs: 60_000, flushBytes: 1_048_576 } });

const body = await buffer(process.stdin);
const json = body.toString();
const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, n) => body.subarray(n * chunkBytes, (n + 1) * chunkBytes));

let [parsing, accepting] = [Infinity, Infinity];
for (let round = 0; round < rounds; round += 1) {
  parsing = Math.min(parsing, await timeOf(() => JSON.parse(json)));
  accepting = Math.min(accepting, await timeOf(() => accept.execute('an-environment', readReport(chunks))));
}
console.log(accepting / parsing);

async function timeOf(work) {
  const start = performance.now();
  for (let n = 0; n < repeats; n += 1) await work();
  return performance.now() - start;
}
