import { setTimeout as delay } from 'node:timers/promises';
import type { ConfigurationChange } from '../../../kernel/changes.js';

/** Looked at again after these pauses, then told all the same. */
const pausesMs = [100, 400, 1_500];
const mostWaiting = 10_000;

/**
 * Changes whose data is not there: a leader of another make announces before it writes, and of an item that was made anew meanwhile
 * the data will never come. Each waits by itself, so that the changes of other items need not.
 */
export class LateChanges {
  readonly #waiting = new Map<string, { readonly change: ConfigurationChange; readonly over: AbortController }>();

  constructor(
    /** Looks whether the data is there by now. False also when it cannot be known. */
    private readonly look: (change: ConfigurationChange) => Promise<boolean>,
    private readonly tell: (change: ConfigurationChange) => void,
  ) {}

  wait(change: ConfigurationChange): void {
    this.hurry(change);
    const [oldest] = this.#waiting.values();
    if (oldest && this.#waiting.size >= mostWaiting) this.hurry(oldest.change);
    const over = new AbortController();
    this.#waiting.set(itemOf(change), { change, over });
    void this.#follow(change, over.signal);
  }

  /** What waits for the same item is told now: its next change is not to overtake it. */
  hurry(change: ConfigurationChange): void {
    const item = itemOf(change);
    const waiting = this.#waiting.get(item);
    if (!waiting) return;
    this.#waiting.delete(item);
    waiting.over.abort();
    this.tell(waiting.change);
  }

  /** Nothing is told any more. */
  stop(): void {
    for (const { over } of this.#waiting.values()) over.abort();
    this.#waiting.clear();
  }

  async #follow(change: ConfigurationChange, signal: AbortSignal): Promise<void> {
    for (const pauseMs of pausesMs) {
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      if (await this.look(change)) break;
    }
    if (!signal.aborted) this.hurry(change);
  }
}

function itemOf({ domain, environment, identifier }: ConfigurationChange): string {
  return JSON.stringify([domain, environment, identifier]);
}
