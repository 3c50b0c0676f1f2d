import { Injectable, Optional } from '@nestjs/common';
import type { EnvironmentId } from '../../kernel/configuration.js';
import { Log } from '../../kernel/log.js';
import type { MetricsReport } from '../../kernel/metrics-report.js';
import { ShortTurns } from '../../kernel/short-turns.js';
import type { GivenUp } from '../../modules/metrics/domain/given-up.js';
import { ReportAggregate } from '../../modules/metrics/domain/report-aggregate.js';
import type { MetricsBatch, MetricsQueuePort } from '../../ports/metrics-queue.port.js';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';

const defaultMaxBytes = 32 * 1024 * 1024;
const logIntervalMs = 60_000;

/** Gathers metrics in this process, aggregated: what waits for SaaS grows with the variety of what SDKs send, not with its amount. */
@Injectable()
export class MemoryMetricsQueue implements MetricsQueuePort {
  readonly #log: Log;
  readonly #metrics: RelayMetrics;
  readonly #maxBytes: number;
  readonly #open = new Map<EnvironmentId, ReportAggregate>();
  readonly #listeners: { readonly bytes: number; readonly listener: () => void }[] = [];
  #openBytes = 0;
  #takenBytes = 0;
  #unlogged: GivenUp = { evaluations: 0, targets: 0 };
  #loggedAt = -Infinity;

  constructor(log: Log, metrics: RelayMetrics, @Optional() maxBytes: number = defaultMaxBytes) {
    this.#log = log;
    this.#metrics = metrics;
    this.#maxBytes = maxBytes;
  }

  async append(environment: EnvironmentId, report: MetricsReport): Promise<void> {
    const before = this.#openBytes;
    const room = this.#maxBytes - this.#openBytes - this.#takenBytes;

    // Targets fill at most half of what there is, so that they never take the place of counts.
    const givenUp = this.#change(environment, (gathered) => gathered.add(report, { entries: room, targets: room - this.#maxBytes / 2 }));
    this.#giveUp('bound', givenUp);

    for (const { bytes, listener } of this.#listeners) {
      if (before < bytes && this.#openBytes >= bytes) listener();
    }
  }

  async take(maxBytes: number): Promise<readonly MetricsBatch[]> {
    const gathered = [...this.#open];
    this.#open.clear();
    this.#takenBytes += this.#openBytes;
    this.#openBytes = 0;

    const batches: MetricsBatch[] = [];
    // Tens of megabytes may have gathered: requests get their turn in between.
    const turns = new ShortTurns();
    for (const [environment, aggregate] of gathered) batches.push(...(await this.#batchesOf(environment, aggregate, maxBytes, turns)));
    this.#showBacklog();
    return batches;
  }

  onGathered(bytes: number, listener: () => void): void {
    this.#listeners.push({ bytes, listener });
  }

  async #batchesOf(environment: EnvironmentId, aggregate: ReportAggregate, maxBytes: number, turns: ShortTurns): Promise<readonly MetricsBatch[]> {
    const batches: MetricsBatch[] = [];
    const splitting = aggregate.splitting(maxBytes);
    let leftBytes = aggregate.bytes;
    for (let step = splitting.next(); ; step = splitting.next()) {
      if (step.done) {
        this.#takenBytes -= leftBytes;
        this.#giveUp('oversized', step.value);
        return batches;
      }
      leftBytes -= step.value.bytes;
      batches.push(this.#batchOf(environment, step.value));
      await turns.pause();
    }
  }

  #batchOf(environment: EnvironmentId, part: ReportAggregate): MetricsBatch {
    let isOpen = true;
    const close = (): boolean => {
      const wasOpen = isOpen;
      if (wasOpen) this.#takenBytes -= part.bytes;
      isOpen = false;
      return wasOpen;
    };

    return {
      environment,
      report: part.toReport(),
      settle: async () => {
        if (close()) this.#showBacklog();
      },
      release: async () => {
        if (close()) this.#giveUp('bound', this.#change(environment, (gathered) => gathered.addOlder(part)));
      },
    };
  }

  #change(environment: EnvironmentId, change: (gathered: ReportAggregate) => GivenUp): GivenUp {
    const gathered = this.#open.get(environment) ?? new ReportAggregate();
    const before = gathered.bytes;
    const givenUp = change(gathered);

    if (gathered.bytes > 0) this.#open.set(environment, gathered);
    this.#openBytes += gathered.bytes - before;
    this.#showBacklog();
    return givenUp;
  }

  #showBacklog(): void {
    this.#metrics.metricsBacklogBytes.set(this.#openBytes + this.#takenBytes);
  }

  #giveUp(reason: 'bound' | 'oversized', { evaluations, targets }: GivenUp): void {
    if (evaluations === 0 && targets === 0) return;

    if (evaluations > 0) this.#metrics.metricsDropped.inc({ reason }, evaluations);
    this.#unlogged = { evaluations: this.#unlogged.evaluations + evaluations, targets: this.#unlogged.targets + targets };
    if (performance.now() - this.#loggedAt < logIntervalMs) return;

    this.#log.warn({ reason, ...this.#unlogged }, 'SDK metrics were given up');
    this.#unlogged = { evaluations: 0, targets: 0 };
    this.#loggedAt = performance.now();
  }
}
