/**
 * Decides which node talks to the upstream and writes the shared cache. At any moment at most one node's writes are accepted,
 * even when an earlier leader that was paused wakes up in the middle of one.
 */
export abstract class LeadershipPort {
  /** False on a node that never leads (a replica). */
  abstract readonly isCandidate: boolean;

  /**
   * Calls `lead` each time this node becomes the leader, never twice at once. `lost` aborts when leadership is lost or resigned;
   * `lead` is expected to resolve soon after it, and the node campaigns again.
   */
  abstract campaign(lead: (lost: AbortSignal) => Promise<void>): void;

  /** Gives leadership up so that another node need not wait for it to run out, and campaigns no more. */
  abstract resign(): Promise<void>;
}
