import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import type { Target } from '../../../kernel/target.js';
import type { IntakeResult, SaasIntakePort } from '../../../ports/saas-intake.port.js';
import type { RedisMetricsQueue } from './redis-metrics-queue.js';

/**
 * Posts only what this node may still post: a leader that slept between taking a batch and posting it finds that its successor
 * has the same counts.
 */
export class FencedIntake implements SaasIntakePort {
  constructor(
    private readonly intake: SaasIntakePort,
    private readonly queue: Pick<RedisMetricsQueue, 'mayPost'>,
  ) {}

  async postMetrics(environment: EnvironmentId, report: MetricsReport): Promise<IntakeResult> {
    return this.queue.mayPost(report) ? this.intake.postMetrics(environment, report) : 'retry';
  }

  async registerTarget(sdkKey: string, target: Target): Promise<IntakeResult> {
    return this.intake.registerTarget(sdkKey, target);
  }
}
