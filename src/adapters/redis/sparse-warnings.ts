import type { Log } from '../../kernel/log.js';

const quietMs = 30_000;

/** Repeats itself at most once in half a minute, and then tells how often it kept silent. */
export class SparseWarnings {
  readonly #message: string;
  #loggedAt = -Infinity;
  #silent = 0;

  constructor(
    private readonly log: Log,
    message: string,
  ) {
    this.#message = message;
  }

  warn(fields: object): void {
    const now = performance.now();
    if (now - this.#loggedAt < quietMs) {
      this.#silent += 1;
      return;
    }
    this.log.warn({ ...fields, ...(this.#silent > 0 && { silent: this.#silent }) }, this.#message);
    this.#loggedAt = now;
    this.#silent = 0;
  }
}
