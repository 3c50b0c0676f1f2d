import type { Pace } from '../../../kernel/pace.js';

const [comma, brace] = [','.charCodeAt(0), '{'.charCodeAt(0)];

/** What an inventory says, in parts: as a whole it has megabytes when there are many environments. */
export class InventoryText {
  readonly #parts: readonly string[];
  #length: number | undefined;

  constructor(parts: readonly string[]) {
    this.#parts = parts.filter((part) => part !== '');
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** In bytes, as it is stored: one of nothing is not stored at all. */
  get length(): number {
    return (this.#length ??= this.#parts.reduce((sum, part) => sum + Buffer.byteLength(part) + 1, this.isEmpty ? 0 : 1));
  }

  isSame(other: InventoryText): boolean {
    return this.#parts.length === other.#parts.length && this.#parts.every((part, index) => part === other.#parts[index]);
  }

  async isIn(stored: Buffer, pace: Pace): Promise<boolean> {
    if (stored.length !== this.length) return false;
    let at = 0;
    for (const part of this.#parts) {
      await pace.before(part.length);
      const bytes = Buffer.from(part);
      if (stored[at] !== (at === 0 ? brace : comma) || !stored.subarray(at + 1, at + 1 + bytes.length).equals(bytes)) return false;
      at += 1 + bytes.length;
    }
    return true;
  }

  toString(): string {
    return `{${this.#parts.join(',')}}`;
  }
}
