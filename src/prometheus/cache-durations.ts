import type { MetricMaker } from './metric-maker.js';

const buckets = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5];

/** How long Redis takes, by what it is asked to do with the cache. */
export function cacheDurations(make: MetricMaker) {
  const duration = (what: string, help: string) => make.histogram({ name: `ff_proxy_redis_cache_${what}_duration`, help }, buckets);
  return {
    write: duration('write', 'Seconds a write to Redis took'),
    remove: duration('delete', 'Seconds a removal from Redis took'),
    read: duration('read', 'Seconds a read from Redis took'),
    scan: duration('scan', 'Seconds a search through all keys of Redis took'),
  };
}
