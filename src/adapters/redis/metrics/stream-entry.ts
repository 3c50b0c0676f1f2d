import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import { InvalidMetrics } from '../../../modules/metrics/domain/invalid-metrics.js';
import { normaliseReport } from '../../../modules/metrics/domain/normalise-report.js';
import { isRecord } from '../is-record.js';
import { parsedJson } from '../parsed-json.js';
import { rawReportOf } from './raw-report-of.js';

export interface StreamEntry {
  readonly environment: EnvironmentId;
  readonly report: MetricsReport;
}

/** The text of an entry, in the form that relays of other makes read as well. */
export function textOfEntry({ environment, report }: StreamEntry): string {
  return JSON.stringify({ environment_id: environment, metricsData: report.metricsData, targetData: report.targetData });
}

/** Undefined when the text is no report of an environment. */
export function entryOfText(text: string | undefined, now: number): StreamEntry | undefined {
  const value = parsedJson(text);
  const raw = rawReportOf(value);
  const environment = isRecord(value) ? value['environment_id'] : undefined;
  if (!raw || typeof environment !== 'string' || environment === '') return undefined;

  try {
    return { environment, report: normaliseReport(raw, now) };
  } catch (error) {
    if (error instanceof InvalidMetrics) return undefined;
    throw error;
  }
}
