import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import { MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import { normaliseReport } from '../domain/normalise-report.js';
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
    @Inject(RELAY_CONFIG) private readonly config: Pick<RelayConfig, 'metrics'>,
  ) {}

  async execute(environment: EnvironmentId, body: unknown): Promise<void> {
    const reports = await inTurns(slicesOf(checkReport(body), sliceItems), async (slice) => normaliseReport(slice, Date.now()));
    await inTurns(reports.filter(hasContent), (report) => this.#take(environment, report));
  }

  async #take(environment: EnvironmentId, report: MetricsReport): Promise<void> {
    if (this.config.metrics.postIntervalMs > 0) await this.queue.append(environment, report);
    this.usage.count(environment, report.metricsData);
  }
}

// A post may hold 100,000 targets: other requests get their turn in between.
async function inTurns<Item, Result>(items: Iterable<Item>, work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    if (results.length > 0) await nextTurn();
    results.push(await work(item));
  }
  return results;
}

function hasContent({ metricsData, targetData }: MetricsReport): boolean {
  return metricsData.length + targetData.length > 0;
}
