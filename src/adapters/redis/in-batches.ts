/** Keeps the commands in flight bounded: a few thousand at once would fill the socket's buffer. */
const size = 128;

/** Does something for each, some at a time. Ends with the first failure. */
export async function inBatches<T, Result>(all: Iterable<T>, task: (each: T) => Promise<Result>): Promise<Result[]> {
  const waiting = [...all];
  const results: Result[] = [];
  for (let start = 0; start < waiting.length; start += size) {
    results.push(...(await Promise.all(waiting.slice(start, start + size).map(task))));
  }
  return results;
}
