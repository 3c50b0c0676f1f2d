import type { KeyValue, MetricsEntry, MetricsReport, TargetData } from '../../../kernel/metrics-report.js';
import type { RawAttribute, RawAttributes, RawEntry, RawReport, RawTarget } from './raw-report.js';
import { textOf } from './text-of.js';

const usualType = 'FFMETRICS';

/** The normal form of a post. Entries that count nothing and targets without an identifier say nothing: they are left out. */
export function normaliseReport(raw: RawReport, now: number): MetricsReport {
  return {
    metricsData: (raw.metricsData ?? []).filter(countsSomething).map((entry) => entryOf(entry, now)),
    targetData: (raw.targetData ?? []).map(targetOf).filter((target) => target.identifier !== ''),
  };
}

function countsSomething(entry: RawEntry): boolean {
  return (entry.count ?? 0) > 0;
}

function entryOf(raw: RawEntry, now: number): MetricsEntry {
  return {
    attributes: attributesOf(raw.attributes),
    // Upwards: SaaS never receives fewer counts than were sent.
    count: Math.ceil(raw.count ?? 0),
    metricsType: raw.metricsType || usualType,
    timestamp: Math.trunc(raw.timestamp || now),
  };
}

function targetOf(raw: RawTarget): TargetData {
  const identifier = textOf(raw.identifier);
  return { identifier, name: textOf(raw.name) || identifier, attributes: attributesOf(raw.attributes) };
}

function attributesOf(raw: RawAttributes | undefined): readonly KeyValue[] {
  if (!raw) return [];

  const pairs: KeyValue[] = [];
  for (const { key, value } of isList(raw) ? raw : listOf(raw)) {
    if (key) pairs.push({ key, value: textOf(value) });
  }
  return pairs;
}

function isList(raw: NonNullable<RawAttributes>): raw is readonly RawAttribute[] {
  return Array.isArray(raw);
}

function listOf(raw: Readonly<Record<string, unknown>>): readonly RawAttribute[] {
  return Object.entries(raw).map(([key, value]) => ({ key, value }));
}
