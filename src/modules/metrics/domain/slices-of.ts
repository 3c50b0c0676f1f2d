import type { RawReport } from './raw-report.js';

/** Cuts a post into posts of at most `size` entries and `size` targets each: work on one of them is short. */
export function* slicesOf(raw: RawReport, size: number): Generator<RawReport> {
  const entries = raw.metricsData ?? [];
  const targets = raw.targetData ?? [];

  for (let from = 0; from < Math.max(entries.length, targets.length); from += size) {
    yield { metricsData: entries.slice(from, from + size), targetData: targets.slice(from, from + size) };
  }
}
