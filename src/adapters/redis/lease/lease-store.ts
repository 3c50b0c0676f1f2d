import { Fenced } from './fenced.js';
import type { Fences } from './fences.js';
import { leaseScripts } from './lease-scripts.js';
import type { Asking } from './redis-script.js';

const lease = 'ffproxy:{leader}:lease';
const counter = 'ffproxy:{leader}:token';
const raisedAtOnce = 512;

interface Terms {
  /** Stable over restarts. */
  readonly node: string;
  readonly ttlMs: number;
  /** How long Redis may take to answer. */
  readonly limitMs: number;
}

/** The lease as it stands in Redis, one per database. Every method rejects with CacheUnavailable when Redis does not answer. */
export class LeaseStore {
  constructor(
    private readonly redis: Asking,
    private readonly fences: Fences,
    private readonly terms: Terms,
  ) {}

  /**
   * The token won and the latest before it (0: none is known), or how long the lease is another's (0: it is free, and left to
   * others). `held` is the token this node may take back; undefined for any of its own. `givesWay` where nobody is known to have led.
   */
  async take(held: number | undefined, givesWay: boolean): Promise<{ readonly token: number; readonly latest: number } | { readonly takenForMs: number }> {
    const { node, ttlMs, limitMs } = this.terms;
    const answer = await leaseScripts.take.run(this.redis, [lease, counter], [node, ttlMs, held ?? '', givesWay ? 1 : 0], limitMs);
    const [token, takenForMs, latest = 0] = Array.isArray(answer) ? answer.map(Number) : [];
    return token ? { token, latest } : { takenForMs: takenForMs ?? ttlMs };
  }

  /** A token above `fence` for whoever holds the lease; undefined when that is no longer this node. */
  async renumber(token: number, fence: number): Promise<number | undefined> {
    const { node, ttlMs, limitMs } = this.terms;
    return Number(await leaseScripts.renumber.run(this.redis, [lease, counter], [node, ttlMs, token, fence], limitMs)) || undefined;
  }

  /** Whether a node of another name holds it. */
  async isAnothers(): Promise<boolean> {
    const holder = await this.redis.ask((client) => client.get(lease), this.terms.limitMs);
    return holder !== null && !holder.startsWith(`${this.terms.node}:`);
  }

  async renew(token: number): Promise<boolean> {
    const { node, ttlMs, limitMs } = this.terms;
    return (await leaseScripts.renew.run(this.redis, [lease], [node, ttlMs, token], limitMs)) === 1;
  }

  async release(token: number): Promise<void> {
    await leaseScripts.release.run(this.redis, [lease], [this.terms.node, token], this.terms.limitMs);
  }

  /** Shuts every earlier leader out, everywhere. Rejects with Fenced, naming the highest fence, when one is above the token. */
  async raise(token: number, isWanted: () => boolean): Promise<void> {
    let highest = 0;
    for (let from = 0; from < this.fences.all.length && isWanted(); from += raisedAtOnce) {
      const raised = this.fences.all.slice(from, from + raisedAtOnce).map((fence) => this.#raise(fence, token));
      highest = Math.max(highest, ...(await Promise.all(raised)));
    }
    if (highest > 0) throw new Fenced('tokens have been counted anew', highest);
  }

  /** 0, or the fence that is higher. */
  async #raise(fence: string, token: number): Promise<number> {
    try {
      await leaseScripts.raise.run(this.redis, [fence], [token]);
      return 0;
    } catch (error) {
      if (error instanceof Fenced) return error.fence;
      throw error;
    }
  }
}
