/** Characters of JSON that can be cut and parsed in a few milliseconds. */
const charactersPerTurn = 256 * 1024;

interface Waiting {
  readonly characters: number;
  readonly resume: () => void;
}

/**
 * Lets other work have its turn now and then while large texts are gone through. Everybody who shares a pace shares its turns: answers
 * that arrive together are not gone through together.
 */
export class Pace {
  readonly #waiting: Waiting[] = [];
  #left = charactersPerTurn;
  #isCounting = false;

  /** To be awaited before so many characters are gone through; undefined when there is nothing to wait for. */
  before(characters: number): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#left > 0) {
      this.#take(characters);
      return undefined;
    }
    return new Promise((resume) => this.#waiting.push({ characters, resume }));
  }

  #take(characters: number): void {
    this.#left -= characters;
    if (this.#isCounting) return;
    this.#isCounting = true;
    setImmediate(() => this.#nextTurn());
  }

  #nextTurn(): void {
    this.#isCounting = false;
    this.#left = charactersPerTurn;
    while (this.#left > 0) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#take(next.characters);
      next.resume();
    }
  }
}
