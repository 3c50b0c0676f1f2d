import type { InventoryChange } from '../../../kernel/changes.js';

const maxWaiting = 1_000;

/** Inventory changes of one upstream stream, made one after the other without holding up the stream that tells them. */
export class InventoryLane {
  readonly #make: (change: InventoryChange) => Promise<void>;
  #waiting = 0;
  #isClosed = false;
  #last: Promise<void> = Promise.resolve();

  /** `make` never rejects. */
  constructor(make: (change: InventoryChange) => Promise<void>) {
    this.#make = make;
  }

  /** False when too many wait. */
  add(change: InventoryChange): boolean {
    if (this.#waiting >= maxWaiting) return false;
    this.#waiting++;
    this.#last = this.#last.then(async () => {
      this.#waiting--;
      if (!this.#isClosed) await this.#make(change);
    });
    return true;
  }

  /** What still waits is forgotten: once the stream is lost, the next full fetch tells more. */
  close(): void {
    this.#isClosed = true;
  }
}
