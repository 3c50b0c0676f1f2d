/** After a failure nobody waits for Redis until a pause is over, and then one alone tries. */
export class AwayForAWhile {
  #until = 0;
  #isTrying = false;

  constructor(private readonly pauseMs: number) {}

  /** Undefined when Redis is taken to be away, or failed to answer. */
  async ask<T>(run: () => Promise<T>): Promise<{ readonly answer: T } | undefined> {
    const isDoubtful = this.#until > 0;
    if (isDoubtful && (this.#isTrying || performance.now() < this.#until)) return undefined;
    this.#isTrying = isDoubtful;
    try {
      const answer = await run();
      this.#until = 0;
      return { answer };
    } catch {
      this.#until = performance.now() + this.pauseMs;
      return undefined;
    } finally {
      if (isDoubtful) this.#isTrying = false;
    }
  }
}
