import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import type { MetricsBatch, MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import type { RedisMetricsOutlet } from './redis-metrics-outlet.js';

/**
 * What the SDKs of a primary report. It goes to the stream before it is answered, like that of a replica: the process may be killed.
 * Only while Redis is away is it taken from memory.
 */
export class OwnReports implements MetricsQueuePort {
  constructor(
    private readonly memory: MetricsQueuePort,
    private readonly outlet: Pick<RedisMetricsOutlet, 'append' | 'isAway'>,
  ) {}

  async append(environment: EnvironmentId, report: MetricsReport): Promise<void> {
    await this.outlet.append(environment, report);
  }

  async take(maxBytes: number): Promise<readonly MetricsBatch[]> {
    return this.outlet.isAway ? this.memory.take(maxBytes) : [];
  }

  onGathered(bytes: number, listener: () => void): void {
    this.memory.onGathered(bytes, listener);
  }
}
