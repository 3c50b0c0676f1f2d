import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../kernel/log.js';
import type { LeadershipPort } from '../../../ports/leadership.port.js';
import { SparseWarnings } from '../sparse-warnings.js';
import type { Fences } from './fences.js';
import type { Incumbent } from './incumbent.js';
import { LeaseCandidate } from './lease-candidate.js';
import { LeaseStore } from './lease-store.js';
import type { Asking } from './redis-script.js';
import { Tenure } from './tenure.js';

export interface LeaseOptions {
  /** Stable over restarts: a node that comes back need not wait out its own lease. */
  readonly node: string;
  readonly ttlMs: number;
  readonly renewMs?: number;
  readonly retryMs?: number;
}

// It ends here before it ends in Redis.
const trusted = 0.9;

/** Leads while it holds a lease in Redis, and only once the fences shut out everybody who led before. */
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
  #campaign: Promise<void> | undefined;
  #tenure: Tenure | undefined;

  constructor(redis: Asking, fences: Fences, log: Log, options: LeaseOptions) {
    const { node, ttlMs, renewMs = ttlMs / 3, retryMs = ttlMs / 7 } = options;
    this.#validMs = ttlMs * trusted;
    this.#renewMs = renewMs;
    this.#retryMs = retryMs;
    this.#store = new LeaseStore(redis, fences, { node, ttlMs, limitMs: renewMs });
    this.#candidate = new LeaseCandidate(this.#store, this.#validMs);
    this.#log = log;
    this.#warnings = new SparseWarnings(log, 'the leader lease cannot be reached');
  }

  /** The term of this node; undefined while it does not lead. */
  get tenure(): Tenure | undefined {
    return this.#tenure;
  }

  campaign(lead: (lost: AbortSignal) => Promise<void>): void {
    this.#campaign ??= this.#run(lead);
  }

  /** Waits for what `lead` still writes, but no longer than a lease lasts. */
  async resign(): Promise<void> {
    const limit = new AbortController();
    this.#resigned.abort();
    this.#tenure?.conclude();
    await Promise.race([this.#campaign, pause(this.#validMs, limit.signal)]);
    limit.abort();
    this.#tenure?.end();
  }

  async #run(lead: (lost: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#resigned;
    while (!signal.aborted) {
      let waitMs = this.#retryMs * (0.75 + Math.random() / 2);
      try {
        const won = await this.#candidate.attempt();
        if (won instanceof Tenure) await this.#serve(won, lead);
        else waitMs = Math.min(waitMs, won.takenForMs + 1);
      } catch (error) {
        this.#warn(error);
      }
      await pause(waitMs, signal);
    }
  }

  async #serve(tenure: Tenure, lead: (lost: AbortSignal) => Promise<void>): Promise<void> {
    if (tenure.isValid && !this.#resigned.signal.aborted) await this.#lead(tenure, lead);

    const isOurs = tenure.isValid;
    tenure.end();
    if (isOurs) await this.#store.release(tenure.token);
  }

  async #lead(tenure: Tenure, lead: (lost: AbortSignal) => Promise<void>): Promise<void> {
    this.#tenure = tenure;
    this.#log.info({ token: tenure.token }, 'this node leads');
    void this.#keep(tenure);
    try {
      await lead(tenure.lost);
    } catch (err) {
      this.#log.error({ err }, 'leading failed');
    }
    this.#tenure = undefined;
    this.#log.info({ token: tenure.token }, 'this node leads no more');
  }

  /** Until the term is over: a failed attempt is repeated while the lease lasts, a refused one ends the term. */
  async #keep(tenure: Tenure): Promise<void> {
    // At once, since raising the fences has taken its time.
    let waitMs = 0;
    while (await pause(waitMs, tenure.over)) {
      const sentAt = performance.now();
      try {
        if (await this.#store.renew(tenure.token)) tenure.prolong(sentAt + this.#validMs);
        else tenure.end();
        waitMs = this.#renewMs;
      } catch (error) {
        this.#warn(error);
        waitMs = Math.min(this.#retryMs, this.#renewMs);
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
