import type { MetricsReport } from '../../../kernel/metrics-report.js';

/** How many evaluations a report tells of. */
export function evaluationsIn(report: Pick<MetricsReport, 'metricsData'>): number {
  return report.metricsData.reduce((sum, entry) => sum + entry.count, 0);
}
