import type { SdkStream } from './sdk-stream.js';

const slots = 7;
const tickMs = 1_000;

/**
 * Looks at a seventh of all streams each second, so that ten thousand keep-alives never leave in one moment. With the quiet
 * time after which a stream is due, no stream is silent for 15 s.
 */
export class KeepAliveWheel {
  readonly #slots: Set<SdkStream>[] = Array.from({ length: slots }, () => new Set<SdkStream>());
  readonly #slotOf = new Map<SdkStream, { slot: Set<SdkStream>; expiresAt: number }>();
  readonly #maxAgeMs: number;
  readonly #expire: (stream: SdkStream) => void;
  #turn = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `maxAgeMs` of 0: no stream is too old. */
  constructor(maxAgeMs: number, expire: (stream: SdkStream) => void) {
    this.#maxAgeMs = maxAgeMs;
    this.#expire = expire;
  }

  get size(): number {
    return this.#slotOf.size;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(performance.now()), tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  add(stream: SdkStream): void {
    // Random, not in turn: streams that arrive together spread over the slots, and so do their ends.
    const slot = this.#slots[Math.floor(Math.random() * slots)] ?? new Set();
    const age = this.#maxAgeMs > 0 ? this.#maxAgeMs * (0.75 + Math.random() / 2) : Infinity;
    slot.add(stream);
    this.#slotOf.set(stream, { slot, expiresAt: performance.now() + age });
  }

  remove(stream: SdkStream): void {
    this.#slotOf.get(stream)?.slot.delete(stream);
    this.#slotOf.delete(stream);
  }

  #tick(now: number): void {
    this.#turn = (this.#turn + 1) % slots;
    for (const stream of this.#slots[this.#turn] ?? []) {
      if ((this.#slotOf.get(stream)?.expiresAt ?? Infinity) <= now) this.#expire(stream);
      else stream.keepAliveIfQuiet(now);
    }
  }
}
