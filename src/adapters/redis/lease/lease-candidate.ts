import { Fenced } from './fenced.js';
import type { LeaseStore, NotWon } from './lease-store.js';
import { Tenure } from './tenure.js';

const maxRenumberings = 5;

/** Tries to win the lease, one attempt after the other. */
export class LeaseCandidate {
  // Undefined: whatever this node holds, since that is from before a restart, or from an attempt that got no answer.
  // Otherwise its own token only: two nodes of one name must not take the lease from each other for ever.
  #held: number | undefined;
  #latest: number | undefined;
  #isNew = true;

  constructor(
    private readonly store: LeaseStore,
    private readonly validMs: number,
  ) {}

  /** A term with all fences raised, or how long there is none for this node. Rejects with CacheUnavailable. */
  async attempt(): Promise<Tenure | NotWon> {
    let sentAt = performance.now();
    const held = this.#held;
    this.#held = undefined;
    const taken = await this.store.take(held, this.#isNew);
    if ('leftForMs' in taken) {
      this.#held = held;
      return taken;
    }
    this.#isNew = false;
    if (!('token' in taken)) {
      this.#held = held ?? 0;
      return taken;
    }

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
