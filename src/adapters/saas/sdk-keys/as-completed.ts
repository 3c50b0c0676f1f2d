/** Works on so many items at a time, and gives each result as soon as it is there. `work` never rejects. */
export async function* asCompleted<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): AsyncGenerator<R, void, undefined> {
  const running = new Map<number, Promise<{ readonly index: number; readonly result: R }>>();
  const start = (item: T, index: number) => running.set(index, work(item).then((result) => ({ index, result })));
  const waiting = [...items.entries()];
  for (;;) {
    while (running.size < atOnce) {
      const next = waiting.shift();
      if (!next) break;
      start(next[1], next[0]);
    }
    if (running.size === 0) return;
    const { index, result } = await Promise.race(running.values());
    running.delete(index);
    yield result;
  }
}
