/**
 * One term in which a leader may write, under one token. It is valid by the clock as well as by events: a process that slept
 * through its end knows so before any of its timers runs.
 */
export class Tenure {
  readonly #over = new AbortController();
  #validUntil: number;
  #timer: NodeJS.Timeout | undefined;

  /** `validUntil` is a reading of performance.now(), which goes on while the process is stopped. */
  constructor(
    readonly token: number,
    validUntil: number,
    /** Another node may have led since this one last did. */
    readonly isAfterOthers = true,
  ) {
    this.#validUntil = validUntil;
    this.#watch();
  }

  /** Aborts when nothing may be written any more. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  get isValid(): boolean {
    return !this.over.aborted && performance.now() < this.#validUntil;
  }

  prolong(validUntil: number): void {
    this.#validUntil = validUntil;
    if (!this.over.aborted) this.#watch();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), this.#validUntil - performance.now());
    this.#timer.unref();
  }
}
