import type { EnvironmentId } from '../kernel/configuration.js';
import type { MetricsReport } from '../kernel/metrics-report.js';
import type { Target } from '../kernel/target.js';

/**
 * `retry`: network error, time-out, 429 or 5xx. `refused`: any other 4xx, sending the same again cannot help. `dropped`: there is
 * nobody to send to, and nothing was sent.
 */
export type IntakeResult = 'accepted' | 'retry' | 'refused' | 'dropped';

/** What the relay sends upstream. One attempt per call, bounded in time; the caller decides about repeating. Never rejects. */
export abstract class SaasIntakePort {
  abstract postMetrics(environment: EnvironmentId, report: MetricsReport): Promise<IntakeResult>;

  /** Registers a target under the SDK key it came with (`FORWARD_TARGETS`). */
  abstract registerTarget(sdkKey: string, target: Target): Promise<IntakeResult>;
}
