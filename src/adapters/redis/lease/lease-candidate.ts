import { Fenced } from './fenced.js';
import type { LeaseStore } from './lease-store.js';
import { Tenure } from './tenure.js';

const maxRenumberings = 5;

/** How long the lease is another's, or left to others. */
export type NotWon = { readonly takenForMs: number } | { readonly leftForMs: number };

/** Tries to win the lease, one attempt after the other. */
export class LeaseCandidate {
  // Undefined: whatever this node holds, since that is from before a restart, or from an attempt that got no answer.
  // Otherwise its own token only: two nodes of one name must not take the lease from each other for ever.
  #held: number | undefined;
  #latest: number | undefined;
  #isNew = true;
  /** Since when it has been leaving the lease to others. */
  #leavesSince: number | undefined;

  /**
   * Where nobody is known to have led, Redis may have lost everything, and with it what was deleted last: only nodes that led or
   * followed before know. One that has seen nobody lead leaves the lease to them for `giveWayMs`.
   */
  constructor(
    private readonly store: LeaseStore,
    private readonly validMs: number,
    private readonly giveWayMs: number,
  ) {}

  /** A term with all fences raised, or how long there is none for this node. Rejects with CacheUnavailable. */
  async attempt(): Promise<Tenure | NotWon> {
    let sentAt = performance.now();
    const held = this.#held;
    this.#held = undefined;
    const leavesSince = this.#leavesSince;
    this.#leavesSince = undefined;
    const leftForMs = this.#isNew ? (leavesSince ?? sentAt) + this.giveWayMs - sentAt : 0;
    const taken = await this.store.take(held, leftForMs > 0);
    if (!('token' in taken)) {
      if (taken.takenForMs === 0) {
        this.#held = held;
        this.#leavesSince = leavesSince ?? sentAt;
        return { leftForMs };
      }
      this.#isNew = false;
      this.#held = held ?? 0;
      return taken;
    }

    this.#isNew = false;
    const isAfterOthers = taken.latest !== 0 && taken.latest !== this.#latest;
    let token: number | undefined = taken.token;
    for (let round = 0; round < maxRenumberings && token !== undefined; round++) {
      this.#held = token;
      this.#latest = token;
      const tenure = new Tenure(token, sentAt + this.validMs, isAfterOthers);
      const fence = await this.#raise(tenure);
      if (fence === 0) return tenure;

      sentAt = performance.now();
      token = await this.store.renumber(tenure.token, fence);
    }
    return { takenForMs: this.validMs };
  }

  /** 0, or the fence above the token: then the term has not begun. */
  async #raise(tenure: Tenure): Promise<number> {
    try {
      await this.store.raise(tenure.token, () => tenure.isValid);
      return 0;
    } catch (error) {
      tenure.end();
      if (error instanceof Fenced) return error.fence;
      throw error;
    }
  }
}
