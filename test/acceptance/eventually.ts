import { isDeepStrictEqual } from 'node:util';
import { until } from '../support/until.js';

/** Resolves with the milliseconds it took until `ask` gave `expected`; after the limit it rejects with what it gave instead. */
export async function eventually(ask: () => unknown, expected: unknown, limitMs = 10_000): Promise<number> {
  const start = performance.now();
  let last: unknown;
  const check = async () => {
    last = await ask();
    return isDeepStrictEqual(last, expected);
  };
  await until(check, limitMs).catch((cause: unknown) => {
    throw new Error(`after ${limitMs} ms it is still ${JSON.stringify(last)} rather than ${JSON.stringify(expected)}`, { cause });
  });
  return performance.now() - start;
}
