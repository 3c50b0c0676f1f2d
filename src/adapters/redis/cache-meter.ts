import type { Histogram } from 'prom-client';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { kindOfKey } from './key-kind.js';

/** Counts and times what Redis is asked as a cache. */
export class CacheMeter {
  constructor(private readonly metrics: RelayMetrics = new RelayMetrics()) {}

  read<T>(run: () => Promise<T>): Promise<T> {
    return metered(run, this.metrics.cacheDurations.read, (error) => this.metrics.cacheReads.inc({ error }));
  }

  /** A search through all keys, however many steps it takes. */
  scan<T>(run: () => Promise<T>): Promise<T> {
    return metered(run, this.metrics.cacheDurations.scan, (error) => this.metrics.cacheScans.inc({ error }));
  }

  write<T>(key: string, run: () => Promise<T>): Promise<T> {
    return metered(run, this.metrics.cacheDurations.write, (error) => this.metrics.cacheWrites.inc({ key: kindOfKey(key), error }));
  }

  /** Many keys by one write. */
  writeAll<T>(keys: readonly string[], run: () => Promise<T>): Promise<T> {
    return metered(run, this.metrics.cacheDurations.write, (error) => {
      for (const key of keys) this.metrics.cacheWrites.inc({ key: kindOfKey(key), error });
    });
  }

  remove<T>(key: string, run: () => Promise<T>): Promise<T> {
    return metered(run, this.metrics.cacheDurations.remove, (error) => this.metrics.cacheRemovals.inc({ key: kindOfKey(key), error }));
  }
}

async function metered<T>(run: () => Promise<T>, duration: Histogram, count: (error: string) => void): Promise<T> {
  const startedAt = performance.now();
  let error = 'unexpected_error';
  try {
    const result = await run();
    error = 'false';
    return result;
  } finally {
    count(error);
    duration.observe((performance.now() - startedAt) / 1_000);
  }
}
