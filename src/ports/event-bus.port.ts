import type { ConfigurationChange, PastChange, RelayChange, StreamState } from '../kernel/changes.js';
import type { EnvironmentId } from '../kernel/configuration.js';

/** Somebody on this node who follows what all nodes publish. */
export interface BusFollower {
  /**
   * Called once the store is reached, and again whenever changes may have been missed (connection lost, history trimmed, the store came back empty):
   * compare everything with the cache. Changes published after the call began reach `change` after it ended. A rejection is
   * retried with back-off.
   */
  resume(): Promise<void>;

  /** The changes within the replay window from before the first `resume` that finds the store, which they precede: told once, oldest first, and not live. */
  past(changes: readonly PastChange[]): void;

  /** One at a time and in order. A rejection is logged and skipped. */
  change(change: RelayChange): void | Promise<void>;

  /** Other nodes have not been reachable for some seconds: their changes are not heard until the next `resume`. Must not throw. */
  away(): void;

  /** A change that this node's SDKs have been told, and that other nodes can read only now. Must not throw. */
  again(change: ConfigurationChange): void;

  /** What the leader says of its stream to SaaS, on every change and again as a heartbeat, with the environments that it leaves out. */
  streamState(state: StreamState['state'], interrupted: readonly EnvironmentId[]): void;
}

/**
 * Carries changes from the node that learned them to every node, itself included. A change is published only after the
 * data behind it can be read from the cache and from the publishing node's memory.
 */
export abstract class EventBusPort {
  /** Hands the change to the followers on this node, in order and whatever happens to the store, and to other nodes as soon as they can be reached. Never rejects. */
  abstract publish(change: RelayChange): Promise<void>;

  /** Tells every node the state of the leader's stream to SaaS. What other nodes cannot be told now is not repeated: the next heartbeat tells it. Never rejects. */
  abstract publishStreamState(state: StreamState): Promise<void>;

  /**
   * Everything that any node published lately, oldest first, up to the last that was published before this call. Rejects with
   * CacheUnavailable when the store cannot answer in time.
   */
  abstract history(): Promise<readonly RelayChange[]>;

  /**
   * Deletions that reached the store, or may have, and that no node is known to have published: whoever led may have ended in between.
   * Of all environments that this node has stored, or of one. The version is above that of what was deleted. Rejects with CacheUnavailable.
   */
  abstract untold(environment?: EnvironmentId): Promise<readonly ConfigurationChange[]>;

  /** Resumes the follower, then tells it everything from now on. Returns the end of it. */
  abstract follow(follower: BusFollower): () => void;
}
