interface Waiting<T> {
  readonly message: T;
  readonly taken: () => void;
}

/**
 * Brings the messages of many writers to one reader. A writer waits until its message is taken, so that nothing gathers here but
 * one message for each of them.
 */
export class MessageChannel<T> implements AsyncIterable<T> {
  readonly #waiting: Waiting<T>[] = [];
  #end: { readonly fault?: Error } | undefined;
  #wake: () => void = () => undefined;

  /** Resolves once the message is taken, or will never be. */
  async put(message: T): Promise<void> {
    if (this.#end) return;
    await new Promise<void>((taken) => {
      this.#waiting.push({ message, taken });
      this.#wake();
    });
  }

  /** The reader is told the end at once, or the fault: what still waits is dropped. */
  end(fault?: Error): void {
    if (this.#end) return;
    this.#end = fault ? { fault } : {};
    for (const { taken } of this.#waiting.splice(0)) taken();
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (!this.#end) {
      const next = this.#waiting.shift();
      if (next) {
        next.taken();
        yield next.message;
      } else {
        await new Promise<void>((wake) => (this.#wake = wake));
      }
    }
    if (this.#end.fault) throw this.#end.fault;
  }
}
