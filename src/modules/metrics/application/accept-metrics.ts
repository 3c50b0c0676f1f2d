import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import { MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import { normaliseReport } from '../domain/normalise-report.js';
import type { RawReport } from '../domain/raw-report.js';
import { slicesOf } from '../domain/slices-of.js';
import { checkReport } from './check-report.js';
import { SdkUsage } from './sdk-usage.js';

const sliceItems = 1000;

/** Takes over what an SDK posted, or rejects with InvalidMetrics before anything of it was taken. */
@Injectable()
export class AcceptMetrics {
  constructor(
    private readonly queue: MetricsQueuePort,
    private readonly usage: SdkUsage,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  async execute(environment: EnvironmentId, body: unknown): Promise<void> {
    for (const report of await this.#reportsIn(checkReport(body))) {
      if (this.config.metrics.postIntervalMs > 0) await this.queue.append(environment, report);
      this.usage.count(environment, report.metricsData);
    }
  }

  // A post may hold 100,000 targets: other requests get their turn in between.
  async #reportsIn(raw: RawReport): Promise<readonly MetricsReport[]> {
    const reports: MetricsReport[] = [];
    for (const slice of slicesOf(raw, sliceItems)) {
      if (reports.length > 0) await nextTurn();
      reports.push(normaliseReport(slice, Date.now()));
    }
    return reports.filter(({ metricsData, targetData }) => metricsData.length + targetData.length > 0);
  }
}
