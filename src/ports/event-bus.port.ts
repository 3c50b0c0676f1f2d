import type { RelayChange } from '../kernel/changes.js';

/**
 * Carries changes from the node that learned them to every node, itself included. A change is published only after the
 * data behind it can be read from the cache and from the publishing node's memory.
 */
export abstract class EventBusPort {
  /** Hands the change to the followers on this node, in order of publication, and to other nodes as soon as they can be reached. */
  abstract publish(change: RelayChange): Promise<void>;

  /** Calls `listener` for every change from now on, one at a time and in order. A listener that rejects is logged and skipped. Returns the end of it. */
  abstract follow(listener: (change: RelayChange) => void | Promise<void>): () => void;
}
