import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { ShortTurns } from '../../../kernel/short-turns.js';
import { type MetricsBatch, MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import { type IntakeResult, SaasIntakePort } from '../../../ports/saas-intake.port.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { evaluationsIn } from '../domain/evaluations-in.js';

const concurrency = 4;
// After so many failures SaaS is taken to be away: the rest of the run waits for the next one.
const maxFailures = 4;

/** However early metrics are to be posted, one post holds any entry that SDKs send. */
const minPostBytes = 64 * 1024;

/** Posts everything gathered once: environments side by side, the batches of one environment in order. */
@Injectable()
export class PostGathered {
  #unsettled = 0;

  constructor(
    private readonly queue: MetricsQueuePort,
    private readonly intake: SaasIntakePort,
    private readonly metrics: RelayMetrics,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: Pick<RelayConfig, 'metrics'>,
  ) {}

  /** Evaluations that the latest run took and SaaS has not answered for. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** True when nothing has to be tried again. */
  async execute(): Promise<boolean> {
    const batches = await this.queue.take(Math.max(minPostBytes, this.config.metrics.flushBytes));
    const groups = [...groupByEnvironment(batches).values()];
    const failed: MetricsBatch[] = [];
    const untried: MetricsBatch[] = [];
    this.#unsettled = batches.reduce((sum, batch) => sum + evaluationsIn(batch.report), 0);

    const work = async (): Promise<void> => {
      for (let group = groups.shift(); group; group = groups.shift()) {
        const isWorthTrying = failed.length < maxFailures;
        const [first, ...rest] = isWorthTrying ? await this.#postInOrder(group) : group;
        if (first) (isWorthTrying ? failed : untried).push(first);
        untried.push(...rest);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));

    // In this order, so that the next run begins with those that had no turn.
    const turns = new ShortTurns();
    for (const batch of [...untried, ...failed]) {
      await turns.pause();
      await batch.release();
    }
    return failed.length === 0;
  }

  /** Answers what is left from the first batch on that has to be tried again. */
  async #postInOrder(batches: readonly MetricsBatch[]): Promise<readonly MetricsBatch[]> {
    for (const [index, batch] of batches.entries()) {
      if (!(await this.#isDone(batch))) return batches.slice(index);
      this.#unsettled -= evaluationsIn(batch.report);
    }
    return [];
  }

  // A failure of ours must not cost the batch either: it is tried again like one of SaaS.
  async #isDone(batch: MetricsBatch): Promise<boolean> {
    try {
      const result = await this.#post(batch);
      if (result !== 'retry') await batch.settle();
      return result !== 'retry';
    } catch (err) {
      this.log.error({ environment: batch.environment, err }, 'posting SDK metrics failed');
      return false;
    }
  }

  async #post({ environment, report }: MetricsBatch): Promise<IntakeResult> {
    const result = await this.intake.postMetrics(environment, report);
    if (result === 'dropped') {
      this.metrics.metricsDropped.inc({ reason: 'offline' }, evaluationsIn(report));
      return result;
    }
    this.metrics.metricsForwarded.inc({ envID: this.metrics.environments.of(environment), error: String(result !== 'accepted') });
    if (result === 'refused') {
      const evaluations = evaluationsIn(report);
      this.metrics.metricsDropped.inc({ reason: 'refused' }, evaluations);
      this.log.warn({ environment, evaluations }, 'SaaS refused SDK metrics');
    }
    return result;
  }
}

function groupByEnvironment(batches: readonly MetricsBatch[]): Map<EnvironmentId, MetricsBatch[]> {
  const groups = new Map<EnvironmentId, MetricsBatch[]>();
  for (const batch of batches) {
    const group = groups.get(batch.environment);
    if (group) group.push(batch);
    else groups.set(batch.environment, [batch]);
  }
  return groups;
}
