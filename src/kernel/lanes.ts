/** Does what concerns one thing one after the other, and what concerns different things at the same time. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(lane: string, task: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(lane) ?? Promise.resolve()).then(task);
    const settled = result.catch(() => undefined);
    this.#last.set(lane, settled);
    void settled.then(() => {
      if (this.#last.get(lane) === settled) this.#last.delete(lane);
    });
    return result;
  }

  /** The things to which something is being done. */
  busy(): readonly string[] {
    return [...this.#last.keys()];
  }
}
