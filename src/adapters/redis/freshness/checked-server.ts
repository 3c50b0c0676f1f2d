import { setTimeout as delay } from 'node:timers/promises';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { CacheMeter } from '../cache-meter.js';
import type { RedisClient } from '../redis-client.js';
import { redisFailure } from '../redis-failure.js';
import type { SparseWarnings } from '../sparse-warnings.js';
import { Batch, type Question, type Reply } from './batch.js';
import { inOneWrite } from './in-one-write.js';

const mostInFlight = 4;
const firstHoldMs = 100;
const longestHoldMs = 2_000;

/** A server that fails again so soon is left alone for longer. */
const flappingMs = 10_000;

/** What the checks of every server share. */
export interface Checking {
  readonly client: RedisClient;
  readonly limitMs: number;
  readonly metrics: RelayMetrics;
  readonly meter: CacheMeter;
  readonly warnings: SparseWarnings;
  readonly closed: AbortSignal;
  /** A server answers again that has not since then (Unix milliseconds). */
  readonly recovered: (since: number) => void;
}

/** One server that is asked, in one batch a turn. After one that is not answered in time nobody waits for it until it answers a probe. */
export class CheckedServer {
  readonly #inFlight = new Set<Batch>();
  #next: Batch | undefined;
  #isAway = false;
  #holdMs = firstHoldMs;
  #trippedAt = -Infinity;

  constructor(private readonly checking: Checking) {}

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Asks after this call; the reply is undefined when the server does not answer. */
  ask(question: Question, key: string): Promise<Reply> {
    if (this.#isAway) return Promise.resolve(undefined);
    if (!this.#next) {
      this.#next = new Batch();
      if (this.#inFlight.size < mostInFlight) setImmediate(() => this.#sendNext());
    }
    return this.#next.ask(question, key);
  }

  #sendNext(): void {
    const batch = this.#next;
    if (!batch || this.#inFlight.size >= mostInFlight) return;
    this.#next = undefined;
    this.#inFlight.add(batch);
    let lastKey = '';
    // After a stall of our own, timers run before sockets are read: the answer may lie there, and is seen one turn later.
    const timer = setTimeout(() => setImmediate(() => batch.isSettled || this.#trip('time-out', lastKey)), this.checking.limitMs);
    const sent = inOneWrite(this.checking.client, () =>
      batch.send((question, key) => {
        lastKey = key;
        return this.#answer(question, key);
      }),
    );
    void sent
      .catch((error: unknown) => this.#inFlight.has(batch) && this.#trip(redisFailure(error), lastKey))
      .finally(() => {
        clearTimeout(timer);
        this.#inFlight.delete(batch);
        this.#sendNext();
      });
  }

  /** Undefined for a key that holds something else, which no repetition changes. */
  async #answer(question: Question, key: string): Promise<string | null | undefined> {
    const { client, meter } = this.checking;
    try {
      return await meter.read(async () => (question === 'get' ? client.get(key) : String(await client.exists(key))));
    } catch (error) {
      if (redisFailure(error) === 'WRONGTYPE') return undefined;
      throw error;
    }
  }

  #trip(reason: string, key: string): void {
    if (this.#isAway || this.checking.closed.aborted) return;
    const { metrics, warnings } = this.checking;
    const now = performance.now();
    this.#holdMs = now - this.#trippedAt < flappingMs ? Math.min(longestHoldMs, this.#holdMs * 2) : firstHoldMs;
    this.#trippedAt = now;
    const since = Date.now() - this.checking.limitMs;
    this.#isAway = true;
    metrics.freshnessTrips.inc({ reason });
    metrics.freshnessNodesAway.inc();
    warnings.warn({ reason });
    for (const batch of [...this.#inFlight, ...(this.#next ? [this.#next] : [])]) batch.giveUp();
    this.#inFlight.clear();
    this.#next = undefined;
    void this.#untilItAnswers(key, since);
  }

  /** One probe at a time, or thousands of them would wait in a dead socket. It asks for a key of this very server. */
  async #untilItAnswers(key: string, since: number): Promise<void> {
    const { client, limitMs, closed, metrics } = this.checking;
    for (let holdMs = this.#holdMs; !closed.aborted; holdMs = Math.min(longestHoldMs, holdMs * 2)) {
      await delay(holdMs, undefined, { signal: closed, ref: false }).catch(() => undefined);
      const sentAt = performance.now();
      const hasAnswered = await client.exists(key).then(
        () => true,
        () => false,
      );
      if (hasAnswered && performance.now() - sentAt <= limitMs) break;
    }
    this.#isAway = false;
    metrics.freshnessNodesAway.dec();
    if (!closed.aborted) this.checking.recovered(since);
  }
}
