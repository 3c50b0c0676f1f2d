/**
 * Decides which node talks to the upstream and writes the shared cache. At any moment at most one node's writes are accepted,
 * even when an earlier leader that was paused wakes up in the middle of one. While the store that decides cannot be reached, a
 * candidate leads for its own SDKs alone: nothing that it writes is accepted then.
 */
export abstract class LeadershipPort {
  /** False on a node that never leads (a replica). */
  abstract readonly isCandidate: boolean;

  /**
   * Calls `lead` each time this node begins to lead, never twice at once. `lost` aborts when another node leads or leadership is
   * resigned; `lead` is expected to resolve soon after it, and the node campaigns again. `granted` is called while `lead` runs,
   * each time that this node's writes begin to be accepted, and told whether others may have written since they last were.
   */
  abstract campaign(lead: (lost: AbortSignal) => Promise<void>, granted?: (othersLed: boolean) => void): void;

  /** For a node that leads: resolves once that is certain or over, and soon when nobody can tell. Never rejects. */
  abstract confirm(): Promise<void>;

  /** Gives leadership up so that another node need not wait for it to run out, and campaigns no more. */
  abstract resign(): Promise<void>;
}
