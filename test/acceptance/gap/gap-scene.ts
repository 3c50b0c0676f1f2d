import type { StandInSaas } from '../../saas/stand-in-saas.mjs';

/** Relays whose SDKs lose their streams for a while. */
export interface GapScene {
  readonly saas: StandInSaas;
  /** What SDKs are given: some of them the one, some the other. */
  readonly urls: readonly string[];
  /** SDKs lose their streams, then the change is made, then they can open streams again, at relays that know it. */
  pass(change: () => void): Promise<void>;
  /** How many streams are open at the relays that SDKs may come back to. */
  streams(): Promise<number>;
  stop(): Promise<void>;
}
