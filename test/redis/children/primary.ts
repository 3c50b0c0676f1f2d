import { setTimeout as delay } from 'node:timers/promises';
import { MemoryMetricsQueue } from '../../../src/adapters/memory/memory-metrics-queue.js';
import { fencesOf } from '../../../src/adapters/redis/lease/fences.js';
import { RedisLease } from '../../../src/adapters/redis/lease/redis-lease.js';
import { FencedIntake } from '../../../src/adapters/redis/metrics/fenced-intake.js';
import { RedisMetricsQueue } from '../../../src/adapters/redis/metrics/redis-metrics-queue.js';
import { RedisConnections } from '../../../src/adapters/redis/redis-connections.js';
import type { RedisConfig } from '../../../src/config/redis-config.js';
import type { MetricsReport } from '../../../src/kernel/metrics-report.js';
import { type IntakeResult, SaasIntakePort } from '../../../src/ports/saas-intake.port.js';
import { RelayMetrics } from '../../../src/prometheus/relay-metrics.js';
import { RecordedLog } from '../../support/recorded-log.js';

interface PrimaryOptions {
  readonly redis: RedisConfig;
  readonly node: string;
  readonly ttlMs: number;
  /** Where posts go, as `<url>/<node>/<environment>`. */
  readonly saas: string;
  readonly postEveryMs: number;
}

class PostingIntake extends SaasIntakePort {
  async postMetrics(environment: string, report: MetricsReport): Promise<IntakeResult> {
    try {
      const { ok } = await fetch(`${options.saas}/${options.node}/${environment}`, { method: 'POST', body: JSON.stringify(report) });
      return ok ? 'accepted' : 'retry';
    } catch {
      return 'retry';
    }
  }

  async registerTarget(): Promise<IntakeResult> {
    return 'refused';
  }
}

// Leads and posts, one environment after the other. Told "sleep", it stops itself between taking its next batches and posting them.
const options = JSON.parse(process.argv[2] ?? '') as PrimaryOptions;
const { node, ttlMs } = options;
const log = new RecordedLog();
const metrics = new RelayMetrics();
const connections = new RedisConnections(options.redis, log);
const fences = fencesOf(options.redis.mode);
const lease = new RedisLease(connections, fences, log, { node, ttlMs, renewMs: ttlMs / 3, retryMs: ttlMs / 6 });
const queue = new RedisMetricsQueue(connections, fences, lease, new MemoryMetricsQueue(log, metrics), log, metrics, 30);
const intake = new FencedIntake(new PostingIntake(), queue);

let sleeps = false;
process.on('message', (message) => {
  sleeps ||= message === 'sleep';
});

lease.campaign(
  (lost) =>
    new Promise((resolve) => {
      lost.addEventListener('abort', () => resolve());
    }),
  () => process.send?.('leads'),
);
queue.onGathered(1_000_000, () => {});

for (;;) {
  await delay(options.postEveryMs);
  const batches = await queue.take(1_000_000);
  const hasSlept = sleeps && batches.length > 0;
  if (hasSlept) {
    sleeps = false;
    process.send?.(`sleeps on ${batches.length}`);
    await delay(20);
    process.kill(process.pid, 'SIGSTOP');
  }
  for (const batch of batches) {
    if ((await intake.postMetrics(batch.environment, batch.report)) === 'accepted') await batch.settle();
    else await batch.release();
  }
  if (hasSlept) process.send?.('awake');
}
