import type { EnvironmentId } from '../kernel/configuration.js';
import type { MetricsReport } from '../kernel/metrics-report.js';

/** A part of what was gathered for one environment, small enough for one post. It stays in the queue until it is settled. */
export interface MetricsBatch {
  readonly environment: EnvironmentId;
  readonly report: MetricsReport;
  /** Forget it: it was accepted, or refused for good. */
  settle(): Promise<void>;
  /** Keep it for a later attempt. */
  release(): Promise<void>;
}

/** Hands SDK metrics from whoever accepted them to whoever posts them. Bounded: what the bound forces out is counted and logged. */
export abstract class MetricsQueuePort {
  /** Resolves once the report is as safe as this role can make it. */
  abstract append(environment: EnvironmentId, report: MetricsReport): Promise<void>;

  /** Takes everything gathered and not taken yet, split so that no batch encodes to more than `maxBytes`. */
  abstract take(maxBytes: number): Promise<readonly MetricsBatch[]>;

  /** Calls `listener` each time the gathered reports reach `bytes` (of their encoded aggregate). */
  abstract onGathered(bytes: number, listener: () => void): void;
}
