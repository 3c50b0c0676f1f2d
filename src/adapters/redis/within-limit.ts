import { CacheUnavailable } from '../../ports/cache.port.js';

/** What the promise gives, or CacheUnavailable when that takes too long: no client's own limit covers each of its waits. */
export function withinLimit<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new CacheUnavailable('Redis did not answer: time-out')), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
