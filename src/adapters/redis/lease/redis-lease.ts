import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../kernel/log.js';
import type { LeadershipPort } from '../../../ports/leadership.port.js';
import { SparseWarnings } from '../sparse-warnings.js';
import type { Fences } from './fences.js';
import type { Incumbent } from './incumbent.js';
import { LeaseCandidate } from './lease-candidate.js';
import { LeaseStore } from './lease-store.js';
import type { Asking } from './redis-script.js';
import { Spell } from './spell.js';
import { Tenure } from './tenure.js';

export interface LeaseOptions {
  /** Stable over restarts: a node that comes back need not wait out its own lease. */
  readonly node: string;
  readonly ttlMs: number;
  readonly renewMs?: number;
  readonly retryMs?: number;
  /** For how long a node that starts leaves leading to others where nobody is known to have led. */
  readonly giveWayMs?: number;
}

interface Candidate {
  readonly lead: (lost: AbortSignal) => Promise<void>;
  readonly granted: (othersLed: boolean) => void;
}

// It ends here before it ends in Redis.
const trusted = 0.9;

/** However long a lease is: a leader that is told to end gives it back, and nobody leads until somebody looks. */
const longestRetryMs = 1_500;

/** However long a lease is: only its leader brings back what a Redis held that was emptied. */
const longestRenewMs = 1_000;

/** How long a node that starts waits for Redis. */
const startMs = 3_000;

/** Who had no answer asks again this soon. With the time to connect again it is two seconds until a node that runs has asked. */
const unansweredRetryMs = 500;
const usualGiveWayMs = 3_000;
const confirmMs = 1_000;

/**
 * Leads while it holds a lease in Redis, and only once the fences shut out everybody who led before. While Redis cannot be
 * reached it leads alone: it goes on, or begins, without the right to write, until Redis tells who leads (docs/adr/0004).
 */
export class RedisLease implements LeadershipPort, Incumbent {
  readonly isCandidate = true;
  readonly #store: LeaseStore;
  readonly #candidate: LeaseCandidate;
  readonly #log: Log;
  readonly #warnings: SparseWarnings;
  readonly #validMs: number;
  readonly #renewMs: number;
  readonly #retryMs: number;
  readonly #resigned = new AbortController();
  readonly #attempts = new EventEmitter().setMaxListeners(0);
  #campaign: Promise<void> | undefined;
  #spell: Spell | undefined;
  #tenure: Tenure | undefined;
  #hasBeenReached = false;
  #failingSince = Infinity;
  #isAttempting = false;
  #hurry = new AbortController();

  constructor(redis: Asking, fences: Fences, log: Log, options: LeaseOptions) {
    const { node, ttlMs, renewMs = ttlMs / 3, retryMs = Math.min(ttlMs / 7, longestRetryMs), giveWayMs = usualGiveWayMs } = options;
    this.#validMs = ttlMs * trusted;
    this.#renewMs = Math.min(renewMs, longestRenewMs);
    this.#retryMs = retryMs;
    this.#store = new LeaseStore(redis, fences, { node, ttlMs, limitMs: renewMs });
    this.#candidate = new LeaseCandidate(this.#store, this.#validMs, giveWayMs);
    this.#log = log;
    this.#warnings = new SparseWarnings(log, 'the leader lease cannot be reached');
  }

  /** The term of this node; undefined while it may not write. */
  get tenure(): Tenure | undefined {
    return this.#tenure;
  }

  get isAlone(): boolean {
    return this.#spell !== undefined && !this.#spell.isStopped && !this.#tenure?.isValid;
  }

  /** Whether another node leads, as Redis says. Rejects with CacheUnavailable. */
  isAnothers(): Promise<boolean> {
    return this.#store.isAnothers();
  }

  campaign(lead: (lost: AbortSignal) => Promise<void>, granted: (othersLed: boolean) => void = () => undefined): void {
    if (this.#campaign) return;
    this.#failingSince = performance.now();
    this.#campaign = this.#run({ lead, granted });
  }

  async confirm(): Promise<void> {
    if (!this.#spell || this.#tenure?.isValid || this.#resigned.signal.aborted) return;
    if (!this.#isAttempting) this.#hurry.abort();
    await once(this.#attempts, 'over', { signal: AbortSignal.timeout(confirmMs) }).catch(() => undefined);
  }

  /** Waits for what `lead` still writes, but no longer than a lease lasts. */
  async resign(): Promise<void> {
    const limit = new AbortController();
    this.#resigned.abort();
    this.#hurry.abort();
    this.#spell?.stop();
    await Promise.race([this.#campaign, pause(this.#validMs, limit.signal)]);
    limit.abort();
    this.#tenure?.end();
  }

  async #run(candidate: Candidate): Promise<void> {
    const { signal } = this.#resigned;
    while (!signal.aborted) {
      const waitMs = await this.#attempt(candidate);
      this.#hurry = new AbortController();
      if (!signal.aborted) await pause(waitMs, this.#hurry.signal);
    }
    await this.#spell?.done;
  }

  /** Gives how long to wait before the next. */
  async #attempt(candidate: Candidate): Promise<number> {
    const retryMs = this.#retryMs * (0.75 + Math.random() / 2);
    this.#isAttempting = true;
    try {
      const won = await this.#candidate.attempt();
      if ('leftForMs' in won) return Math.min(retryMs, won.leftForMs);

      this.#hasBeenReached = true;
      this.#failingSince = Infinity;
      if (won instanceof Tenure) return await this.#serve(won, candidate, retryMs);

      await this.#follow();
      return Math.min(retryMs, won.takenForMs + 1);
    } catch (error) {
      this.#warn(error);
      this.#leadAlone(candidate);
      return Math.min(retryMs, unansweredRetryMs);
    } finally {
      this.#attempted();
    }
  }

  #attempted(): void {
    if (!this.#isAttempting) return;
    this.#isAttempting = false;
    this.#attempts.emit('over');
  }

  /** Until the term is over, or the work has ended. */
  async #serve(tenure: Tenure, candidate: Candidate, retryMs: number): Promise<number> {
    if (tenure.isValid && !this.#resigned.signal.aborted) {
      this.#tenure = tenure;
      const spell = (this.#spell ??= this.#begin(candidate));
      this.#log.info({ token: tenure.token }, 'this node leads');
      candidate.granted(tenure.isAfterOthers);
      this.#attempted();
      await this.#keep(tenure, spell);
      this.#tenure = undefined;
      this.#log.info({ token: tenure.token }, 'this node may not write any more');
    }
    // Somebody has to look at once who leads now.
    if (!tenure.isValid) return 0;

    tenure.end();
    await this.#store.release(tenure.token);
    return retryMs;
  }

  /** Another node leads. */
  async #follow(): Promise<void> {
    this.#spell?.stop();
    await this.#spell?.done;
  }

  /** A node that has never reached Redis serves nobody yet; another waits as long as it takes a leader to be replaced. */
  #leadAlone(candidate: Candidate): void {
    const now = performance.now();
    this.#failingSince = Math.min(this.#failingSince, now);
    const patienceMs = this.#hasBeenReached ? this.#validMs : startMs;
    if (this.#spell || this.#resigned.signal.aborted || now - this.#failingSince < patienceMs) return;
    this.#log.warn({}, 'Redis cannot be reached: this node leads alone, for its own SDKs');
    this.#spell = this.#begin(candidate);
  }

  #begin({ lead }: Candidate): Spell {
    const spell = new Spell(lead, (err) => this.#log.error({ err }, 'leading failed'));
    void spell.done.then(() => {
      if (this.#spell === spell) this.#spell = undefined;
    });
    return spell;
  }

  /** A failed renewal is repeated while the lease lasts, a refused one ends the term. */
  async #keep(tenure: Tenure, spell: Spell): Promise<void> {
    const over = AbortSignal.any([tenure.over, spell.ended]);
    // At once, since raising the fences has taken its time.
    let waitMs = 0;
    while (await pause(waitMs, over)) {
      const sentAt = performance.now();
      try {
        if (await this.#store.renew(tenure.token)) tenure.prolong(sentAt + this.#validMs);
        else tenure.end();
        waitMs = this.#renewMs;
      } catch (error) {
        this.#warn(error);
        waitMs = Math.min(this.#retryMs, this.#renewMs, unansweredRetryMs);
      }
    }
  }

  #warn(error: unknown): void {
    this.#warnings.warn({ reason: error instanceof Error ? error.message : 'unknown reason' });
  }
}

/** False when it was cut short. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal, ref: false }).catch(() => false);
}
