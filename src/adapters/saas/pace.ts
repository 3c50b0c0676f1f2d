import { setImmediate } from 'node:timers/promises';

/** Characters of JSON that can be cut and parsed in a few milliseconds. */
const charsPerTurn = 256 * 1024;

/** Lets other work have its turn now and then while a large text is gone through. */
export class Pace {
  #left = charsPerTurn;

  /** To be awaited after so many characters. */
  async after(chars: number): Promise<void> {
    this.#left -= chars;
    if (this.#left > 0) return;
    this.#left = charsPerTurn;
    await setImmediate();
  }
}
