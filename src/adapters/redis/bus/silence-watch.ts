const tickMs = 1_000;

/** More than a blocking read blocks, and a reconnection after a blip takes. */
const mostTicks = 4;

/** Tells once when an answer has been waited for too long. Counted in ticks: a stall of our own is one of them, however long it was. */
export class SilenceWatch {
  readonly #timer: NodeJS.Timeout;
  #isWaiting = false;
  #ticks = 0;
  #isSilent = false;

  constructor(silent: () => void) {
    this.#timer = setInterval(() => {
      if (!this.#isWaiting || this.#isSilent || ++this.#ticks < mostTicks) return;
      this.#isSilent = true;
      silent();
    }, tickMs);
    this.#timer.unref();
  }

  /** Also while one question after the other fails. */
  waits(): void {
    this.#isWaiting = true;
  }

  /** Tells whether there was silence before. */
  answered(): boolean {
    const wasSilent = this.#isSilent;
    this.#isWaiting = false;
    this.#isSilent = false;
    this.#ticks = 0;
    return wasSilent;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
