import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import { ShortTurns } from '../../../kernel/short-turns.js';
import { MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import { normaliseReport } from '../domain/normalise-report.js';
import { checkReport } from './check-report.js';
import { SdkUsage } from './sdk-usage.js';

/** Takes over what an SDK posted, or rejects before anything of it was taken: with InvalidMetrics, or as its pieces do. */
@Injectable()
export class AcceptMetrics {
  constructor(
    private readonly queue: MetricsQueuePort,
    private readonly usage: SdkUsage,
    @Inject(RELAY_CONFIG) private readonly config: Pick<RelayConfig, 'metrics'>,
  ) {}

  /** A post in one piece or many. Work on one of them should be short: other requests get their turn in between. */
  async execute(environment: EnvironmentId, pieces: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
    const reports: MetricsReport[] = [];
    for await (const piece of pieces) {
      const report = normaliseReport(checkReport(piece), Date.now());
      if (report.metricsData.length + report.targetData.length > 0) reports.push(report);
    }
    await this.#takeAll(environment, reports);
  }

  /** The queue may keep each waiting for a moment: they wait together. */
  async #takeAll(environment: EnvironmentId, reports: readonly MetricsReport[]): Promise<void> {
    const taken: Promise<PromiseSettledResult<void>[]>[] = [];
    const turns = new ShortTurns();
    for (const report of reports) {
      await turns.pause();
      taken.push(Promise.allSettled([this.#take(environment, report)]));
    }
    for (const [result] of await Promise.all(taken)) if (result?.status === 'rejected') throw result.reason;
  }

  async #take(environment: EnvironmentId, report: MetricsReport): Promise<void> {
    if (this.config.metrics.postIntervalMs > 0) await this.queue.append(environment, report);
    this.usage.count(environment, report.metricsData);
  }
}
