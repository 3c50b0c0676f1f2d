import type { RawAttributes, RawEntry, RawReport, RawTarget } from '../../../modules/metrics/domain/raw-report.js';
import { isRecord } from '../is-record.js';

/** What another relay wrote, as a report, or undefined when it is none. */
export function rawReportOf(value: unknown): RawReport | undefined {
  if (!isRecord(value)) return undefined;

  const { metricsData, targetData } = value;
  return isListOf(metricsData, isEntry) && isListOf(targetData, isTarget)
    ? { metricsData: metricsData ?? null, targetData: targetData ?? null }
    : undefined;
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] | null | undefined {
  return isAbsent(value) || (Array.isArray(value) && value.every((item) => isItem(item)));
}

function isEntry(value: unknown): value is RawEntry {
  return isRecord(value) && isCount(value['count']) && isCount(value['timestamp']) && isText(value['metricsType']) && isAttributes(value['attributes']);
}

function isTarget(value: unknown): value is RawTarget {
  return isRecord(value) && isName(value['identifier']) && isName(value['name']) && isAttributes(value['attributes']);
}

function isAttributes(value: unknown): value is RawAttributes | undefined {
  return isAbsent(value) || isRecord(value) || (Array.isArray(value) && value.every((pair) => isRecord(pair) && isText(pair['key'])));
}

function isCount(value: unknown): boolean {
  return isAbsent(value) || (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER);
}

function isName(value: unknown): boolean {
  return isText(value) || typeof value === 'number';
}

function isText(value: unknown): boolean {
  return isAbsent(value) || typeof value === 'string';
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
