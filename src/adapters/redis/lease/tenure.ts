/**
 * One term of leadership, under one token. It is valid by the clock as well as by events: a process that slept through its end
 * knows so before any of its timers runs.
 */
export class Tenure {
  readonly #lost = new AbortController();
  readonly #over = new AbortController();
  #validUntil: number;
  #timer: NodeJS.Timeout | undefined;

  /** `validUntil` is a reading of performance.now(), which goes on while the process is stopped. */
  constructor(
    readonly token: number,
    validUntil: number,
  ) {
    this.#validUntil = validUntil;
    this.#watch();
  }

  /** Aborts when leading is to stop, be it that leadership is gone or that it is being given up. */
  get lost(): AbortSignal {
    return this.#lost.signal;
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

  /** Leading is to stop; what is being written may be finished. */
  conclude(): void {
    this.#lost.abort();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
    this.#lost.abort();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), this.#validUntil - performance.now());
    this.#timer.unref();
  }
}
