import type { EnvironmentId } from '../kernel/configuration.js';
import type { MetricsReport } from '../kernel/metrics-report.js';

/**
 * A part of what was gathered for one environment, small enough for one post. It stays in the queue until it is settled.
 * After the first call of `settle` or `release` the batch is over: further calls do nothing.
 */
export interface MetricsBatch {
  readonly environment: EnvironmentId;
  readonly report: MetricsReport;
  /** Forget it: it was accepted, or refused for good. */
  settle(): Promise<void>;
  /** Keep it for a later attempt, together with what is gathered until then. */
  release(): Promise<void>;
}

/** Hands SDK metrics from whoever accepted them to whoever posts them. Bounded: what the bound forces out is counted and logged. */
export abstract class MetricsQueuePort {
  /** Resolves once the report is as safe as this role can make it. */
  abstract append(environment: EnvironmentId, report: MetricsReport): Promise<void>;

  /**
   * Takes everything gathered and not taken yet, aggregated per environment and split so that no batch encodes to more than
   * `maxBytes`. An item too large for any post loses what is not part of its key; when that is not enough it is given up and counted.
   */
  abstract take(maxBytes: number): Promise<readonly MetricsBatch[]>;

  /** Calls `listener` each time an `append` makes the gathered reports reach `bytes` (of their encoded aggregate). What is released does not. */
  abstract onGathered(bytes: number, listener: () => void): void;
}
