import type { StreamState } from '../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../kernel/configuration.js';
import { RelayError } from '../kernel/relay-error.js';

/** The store did not answer in time, refused, or is known to be incomplete. What it was asked for may be there all the same. */
export class CacheUnavailable extends RelayError {
  readonly code = 'CACHE_UNAVAILABLE';
}

/**
 * Where the relay keeps the configuration it has learned, for restarts and for other nodes. Never on the read path.
 * Every method rejects with CacheUnavailable when the store cannot answer in time.
 */
export abstract class CachePort {
  /**
   * Every environment held, one by one, but for those that nobody wants when their turn comes. Ends without an item when nothing is
   * held. What is left over from another owner is not.
   */
  abstract loadAll(isWanted?: (environment: EnvironmentId) => boolean): AsyncIterable<EnvironmentConfig>;

  /** One environment, or undefined when it is not held. */
  abstract load(environment: EnvironmentId): Promise<EnvironmentConfig | undefined>;

  /** What another owner has left of an environment: never to be served, but SDKs may know it, who are to be told what has changed since. */
  abstract loadLeftOver(environment: EnvironmentId): Promise<EnvironmentConfig | undefined>;

  /** Replaces one environment whole. Arrays identical to the ones stored last cost nothing. */
  abstract store(config: EnvironmentConfig): Promise<void>;

  /** From now on nothing counts as stored until it is stored again: somebody else may have written meanwhile. */
  abstract doubt(): void;

  /**
   * Whether the store holds what was stored last. `damaged`: not all of it, which has been stored again. `lost`: it is another one,
   * or has been emptied; nothing of it counts as stored.
   */
  abstract audit(): Promise<'whole' | 'damaged' | 'lost'>;

  /** Removes everything of one environment; one that is not held is no error. */
  abstract remove(environment: EnvironmentId): Promise<void>;

  /** Stores what could not be stored before, removes every environment but these (smart clean-up) and tells which were removed. */
  abstract retain(environments: readonly EnvironmentId[]): Promise<readonly EnvironmentId[]>;

  /** The state last written by the node that talks to SaaS; undefined when none was. */
  abstract readStreamState(): Promise<StreamState | undefined>;
  abstract writeStreamState(state: StreamState): Promise<void>;
}
