import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `check` holds (a rejection counts as not yet) and gives what it gave; rejects after `timeoutMs`. */
export async function until<T>(check: () => T | Promise<T>, timeoutMs = 10_000): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (let last: unknown; ; await delay(10)) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error('it did not happen in time', { cause: last });
  }
}
