/**
 * Keeps the latest items up to a number and a total size; the oldest go first.
 * @template T
 */
export class BoundedList {
  #maxItems;
  #maxBytes;
  #bytes = 0;
  /** @type {{ item: T, bytes: number }[]} */
  #entries = [];

  /**
   * @param {number} maxItems
   * @param {number} maxBytes
   */
  constructor(maxItems, maxBytes) {
    this.#maxItems = maxItems;
    this.#maxBytes = maxBytes;
  }

  get items() {
    return this.#entries.map(({ item }) => item);
  }

  /**
   * @param {T} item
   * @param {number} bytes
   */
  push(item, bytes) {
    this.#entries.push({ item, bytes });
    this.#bytes += bytes;
    while (this.#entries.length > this.#maxItems || (this.#bytes > this.#maxBytes && this.#entries.length > 1)) {
      this.#bytes -= this.#entries.shift()?.bytes ?? 0;
    }
  }

  clear() {
    this.#entries = [];
    this.#bytes = 0;
  }
}
