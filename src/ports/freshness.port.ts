import type { AuthKeyHash, EnvironmentId } from '../kernel/configuration.js';

/** `authKeys`: which keys open the environment. */
export type FreshPart = 'featureConfigs' | 'segments' | 'authKeys';

/** The read model as the freshness check sees it. */
export interface FreshnessSource {
  /** Whether memory is ahead of the store, there or everywhere: as long as this node leads, nobody knows anything newer. */
  isAhead(environment?: EnvironmentId): boolean;
  /** Under which revisions of the store the part is held now; empty when it is not. */
  revisions(environment: EnvironmentId, part: FreshPart): readonly string[];
  /** Reads the part from the cache and installs it. Loads of one environment never overlap. */
  load(environment: EnvironmentId, part: FreshPart): Promise<void>;
  /** Answers since then (Unix milliseconds) may have been older than what SDKs had heard; from now on they are checked again. */
  recovered(since: number): void;
  /** Which environment the key opens now. */
  environmentOf(key: AuthKeyHash): EnvironmentId | undefined;
}

/**
 * Keeps two promises: an SDK which heard an event from one node does not get older data from another, and a key that was taken
 * away is refused by every node from the next request on. A request may only rely on a check that was sent after it arrived.
 */
export abstract class FreshnessPort {
  /** What is checked, and how it is brought up to date. Called once, before the first `settle`. */
  abstract guard(source: FreshnessSource): void;

  /**
   * Undefined: nothing to wait for. Otherwise resolves once memory holds everything that any node had announced before this
   * call, or once the shared store has turned out not to answer in time: the request then goes on from memory. Never rejects.
   */
  abstract settle(environment: EnvironmentId, parts: readonly FreshPart[]): Promise<void> | undefined;

  /** All parts of an environment, for no request: nobody was answered with what turns out to be old. False: what the store should have answered could not be had; one that is known to be away is not asked. Never rejects. */
  abstract look(environment: EnvironmentId): Promise<boolean>;

  /**
   * For a key that memory does not know: resolves once memory holds the environment that the key opens, if any node has written
   * it. False: that cannot be found out now. Never rejects; a flood of made-up keys is a trickle to the shared store.
   */
  abstract discover(key: AuthKeyHash): Promise<boolean>;
}
