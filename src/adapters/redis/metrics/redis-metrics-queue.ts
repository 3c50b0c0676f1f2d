import type { OnModuleDestroy } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import type { MetricsBatch, MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { Fences } from '../lease/fences.js';
import type { Incumbent } from '../lease/incumbent.js';
import type { Asking } from '../lease/redis-script.js';
import type { Tenure } from '../lease/tenure.js';
import { SparseWarnings } from '../sparse-warnings.js';
import { GatheringSignals } from './gathering-signals.js';
import { LeaderReports } from './leader-reports.js';
import { LeaderStream } from './leader-stream.js';
import type { TakenPart } from './shared-reports.js';
import { streamKeys } from './stream-keys.js';
import { StreamTally } from './stream-tally.js';

/**
 * The queue of a primary. While it leads, it gathers the stream that replicas write to and the reports of its own SDKs in one
 * aggregate, which Redis holds as well. While it does not, or Redis is away, it has its own reports alone: those are in `own`.
 */
export class RedisMetricsQueue implements MetricsQueuePort, OnModuleDestroy {
  readonly #fence: string;
  readonly #gatherMs: number;
  readonly #tally: StreamTally;
  readonly #warnings: SparseWarnings;
  readonly #termOf = new WeakMap<MetricsReport, Tenure>();
  readonly #signals = new GatheringSignals();
  #reports: LeaderReports | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly redis: Asking,
    fences: Fences,
    private readonly incumbent: Incumbent,
    private readonly own: MetricsQueuePort,
    log: Log,
    private readonly metrics: RelayMetrics,
    gatherMs = 1_000,
  ) {
    this.#fence = fences.of(streamKeys.stream);
    this.#gatherMs = gatherMs;
    this.#tally = new StreamTally(log, metrics);
    this.#warnings = new SparseWarnings(log, 'SDK metrics of other nodes wait in Redis');
  }

  async append(environment: EnvironmentId, report: MetricsReport): Promise<void> {
    await this.own.append(environment, report);
  }

  async take(maxBytes: number): Promise<readonly MetricsBatch[]> {
    return this.#inTurn(async () => {
      this.#signals.taken();
      const reports = await this.#gathered();
      return reports ? (await reports.take(maxBytes)).map((part) => this.#batchOf(reports, part)) : this.own.take(maxBytes);
    });
  }

  /** From the first listener on, the queue gathers by itself. */
  onGathered(bytes: number, listener: () => void): void {
    this.own.onGathered(bytes, this.#signals.add(bytes, listener));
    if (!this.#timer) this.#schedule();
  }

  /** False once another node may post what this batch's report tells: asked right before each post. */
  mayPost(report: MetricsReport): boolean {
    return this.#termOf.get(report)?.isValid ?? true;
  }

  /** What is in the stream stays there for the next leader. */
  onModuleDestroy(): void {
    clearTimeout(this.#timer);
    this.#signals.end();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#gatherAndTell(), this.#gatherMs);
    this.#timer.unref();
  }

  async #gatherAndTell(): Promise<void> {
    await this.#inTurn(async () => {
      const before = this.#reports?.openBytes ?? 0;
      this.#signals.grown(before, (await this.#gathered())?.openBytes ?? 0);
    });
    if (this.#signals.isWanted) this.#schedule();
  }

  /** Undefined when this node does not lead, or Redis does not answer. */
  async #gathered(): Promise<LeaderReports | undefined> {
    const reports = await this.#current();
    try {
      await reports?.gather();
      this.#tally.backlog(reports?.bytes ?? 0);
      return reports;
    } catch (error) {
      this.#tally.failed();
      this.#warn(error);
      await this.#current();
      return undefined;
    }
  }

  /** What was gathered in an earlier term is forgotten: it is another leader's now. */
  async #current(): Promise<LeaderReports | undefined> {
    const { tenure } = this.incumbent;
    const known = this.#reports;
    if (known && (known.tenure !== tenure || !tenure.isValid)) {
      this.#reports = undefined;
      await known.abandon();
    }
    if (!tenure?.isValid) return undefined;

    if (!this.#reports) this.#tally.subscribed();
    return (this.#reports ??= new LeaderReports(tenure, new LeaderStream(this.redis, tenure, this.#fence), this.own, this.#tally, (evaluations) => {
      if (evaluations > 0) this.metrics.metricsDropped.inc({ reason: 'oversized' }, evaluations);
    }));
  }

  #batchOf(reports: LeaderReports, part: TakenPart): MetricsBatch {
    const report = part.part.toReport();
    this.#termOf.set(report, reports.tenure);
    let isOpen = true;
    const close = (): boolean => {
      const wasOpen = isOpen && reports.tenure.isValid;
      isOpen = false;
      return wasOpen;
    };

    return {
      environment: part.environment,
      report,
      settle: async () => {
        if (!close()) return;
        reports.settle(part);
        await this.#inTurn(() => reports.fold()).catch((error: unknown) => this.#warn(error));
      },
      release: async () => {
        if (close()) reports.release(part);
      },
    };
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #warn(error: unknown): void {
    this.#warnings.warn({ reason: error instanceof Error ? error.message : 'unknown reason' });
  }
}
