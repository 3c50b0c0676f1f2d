// What it costs to accept a post of SDK metrics, beside parsing its bytes alone. Run `npm run build` first.
import 'reflect-metadata';
import { MemoryMetricsQueue } from '../dist/adapters/memory/memory-metrics-queue.js';
import { AcceptMetrics } from '../dist/modules/metrics/application/accept-metrics.js';
import { checkReport } from '../dist/modules/metrics/application/check-report.js';
import { SdkUsage } from '../dist/modules/metrics/application/sdk-usage.js';
import { readReport } from '../dist/modules/metrics/http/read-report.js';
import { RelayMetrics } from '../dist/prometheus/relay-metrics.js';

const rounds = 9;
const repeats = 100;

const metrics = new RelayMetrics();
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const queue = new MemoryMetricsQueue(silent, metrics);
const accept = new AcceptMetrics(queue, new SdkUsage(metrics), { metrics: { postIntervalMs: 60_000, flushBytes: 1_048_576 } });

const cases = {
  'known flags and targets': () => {},
  'all new to the queue': settleAll,
};

const json = aPost(220, 160);
console.log(`one post of ${Buffer.byteLength(json)} bytes, median of ${rounds} rounds [min, max], microseconds`);
for (const [name, before] of Object.entries(cases)) {
  const times = { parse: [], 'parse + check': [], 'parse + accept': [] };
  const works = {
    parse: () => JSON.parse(json),
    'parse + check': () => checkReport(JSON.parse(json)),
    'parse + accept': () => accept.execute('env-1', readReport(chunksOf(json))),
  };
  for (let round = -2; round < rounds; round += 1) {
    for (const [work, run] of Object.entries(works)) {
      const time = await timeOf(run, before);
      if (round >= 0) times[work].push(time);
    }
  }
  report(name, times);
}

const large = aPost(10_000, 100_000);
const chunks = chunksOf(large);
await settleAll();
const longest = await longestTurn(() => accept.execute('env-1', readReport(chunks)));
console.log(`\n10,000 entries and 100,000 targets (${Buffer.byteLength(large)} bytes): longest turn of the event loop ${longest.toFixed(0)} ms`);

/** As they come from a socket. */
function chunksOf(text, size = 64 * 1024) {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}

async function timeOf(run, before) {
  let spent = 0;
  for (let i = 0; i < repeats; i += 1) {
    await before();
    const start = performance.now();
    await run();
    spent += performance.now() - start;
  }
  return (spent / repeats) * 1000;
}

function report(name, times) {
  console.log(`\n${name}`);
  const base = median(times.parse);
  for (const [work, values] of Object.entries(times)) {
    const spread = `[${Math.min(...values).toFixed(0)}, ${Math.max(...values).toFixed(0)}]`;
    console.log(`  ${work.padEnd(16)} ${median(values).toFixed(0).padStart(6)} ${spread.padEnd(14)} ${(median(values) / base).toFixed(2)} x parse`);
  }
}

async function longestTurn(run) {
  let most = 0;
  let last = performance.now();
  let isDone = false;
  const watch = () => {
    const now = performance.now();
    most = Math.max(most, now - last);
    last = now;
    if (!isDone) setImmediate(watch);
  };
  setImmediate(watch);
  await run();
  isDone = true;
  await new Promise(setImmediate);
  return most;
}

async function settleAll() {
  for (const batch of await queue.take(1_048_576)) await batch.settle();
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function aPost(entries, targets) {
  const metricsData = Array.from({ length: entries }, (_, i) => ({
    timestamp: 1_700_000_000_000 + i,
    count: i + 1,
    metricsType: 'FFMETRICS',
    attributes: Object.entries({
      featureIdentifier: `flag-${i}`,
      featureName: `flag-${i}`,
      variationIdentifier: 'true',
      SDK_TYPE: 'server',
      SDK_LANGUAGE: 'javascript',
      SDK_VERSION: '1.8.12',
      target: 'global',
    }).map(([key, value]) => ({ key, value })),
  }));
  const targetData = Array.from({ length: targets }, (_, i) => ({
    identifier: `target-${i}`,
    name: `Target ${i}`,
    attributes: Object.entries({ email: `target-${i}@example.com`, plan: 'gold', city: 'Berlin' }).map(([key, value]) => ({ key, value })),
  }));
  return JSON.stringify({ metricsData, targetData });
}
