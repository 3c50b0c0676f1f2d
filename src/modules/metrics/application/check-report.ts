import { Ajv, type ErrorObject } from 'ajv';
import { InvalidMetrics } from '../domain/invalid-metrics.js';
import type { RawReport } from '../domain/raw-report.js';
import { reportSchema } from './report-schema.js';

const isReport = new Ajv().compile<RawReport>(reportSchema);

/** The body as a report, or InvalidMetrics with the first thing that is wrong. */
export function checkReport(body: unknown): RawReport {
  if (isReport(body)) return body;

  throw new InvalidMetrics(sentenceOf(isReport.errors?.[0]));
}

function sentenceOf(error: ErrorObject | undefined): string {
  const place = error?.instancePath.slice(1) || 'the body';
  return `${place} ${error?.message ?? 'is not a metrics report'}`;
}
