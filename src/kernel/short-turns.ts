/** Beside this, a request that comes meanwhile waits for the step under way. */
const longestMs = 4;

/** Work of many steps that must not keep everybody else waiting: it pauses between steps when it has had its turn of the event loop. */
export class ShortTurns {
  #since = performance.now();

  async pause(): Promise<void> {
    if (performance.now() - this.#since < longestMs) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
