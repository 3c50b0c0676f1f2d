/** Lets a test await a state. Every wait is checked again at each change, and ends by its time limit or with the stand-in. */
export class WaitList {
  /** @type {Map<() => void, (reason: Error) => void>} */
  #waits = new Map();

  changed() {
    for (const check of [...this.#waits.keys()]) check();
  }

  /** Rejects everything still waited for. */
  close() {
    for (const reject of [...this.#waits.values()]) reject(new Error('the stand-in SaaS was closed'));
  }

  /**
   * Resolves with what `find` returns as soon as that is not undefined.
   * @template T
   * @param {() => T | undefined} find
   * @param {number} timeoutMs
   * @param {string} what
   * @returns {Promise<T>}
   */
  until(find, timeoutMs, what) {
    return new Promise((resolve, reject) => {
      const fail = (/** @type {unknown} */ reason) => {
        clearTimeout(timer);
        this.#waits.delete(check);
        reject(reason);
      };
      const check = () => {
        try {
          const found = find();
          if (found === undefined) return;
          clearTimeout(timer);
          this.#waits.delete(check);
          resolve(found);
        } catch (error) {
          fail(error);
        }
      };
      const timer = setTimeout(() => fail(new Error(`the stand-in SaaS saw no ${what} within ${timeoutMs} ms`)), timeoutMs);
      this.#waits.set(check, fail);
      check();
    });
  }
}
