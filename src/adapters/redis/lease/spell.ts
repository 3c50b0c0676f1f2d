/** One spell of leading, from its begin until its work has ended: by itself, or because it was told to stop. */
export class Spell {
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  /** Never rejects. */
  readonly done: Promise<void>;

  constructor(lead: (lost: AbortSignal) => Promise<void>, failed: (error: unknown) => void) {
    this.done = lead(this.#lost.signal)
      .catch(failed)
      .finally(() => this.#ended.abort());
  }

  /** Aborts once the work has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  get isStopped(): boolean {
    return this.#lost.signal.aborted;
  }

  stop(): void {
    this.#lost.abort();
  }
}
