import type { EnvironmentId } from '../kernel/configuration.js';
import type { Target } from '../kernel/target.js';

/** Targets that SDKs registered when they authenticated, for later evaluations by identifier alone. Bounded by least recent use, and expiring. */
export abstract class RememberedTargetsPort {
  /** The latest registration of an identifier wins. */
  abstract remember(environment: EnvironmentId, target: Target): Promise<void>;

  /** Undefined when never registered, expired or forced out. Never rejects: a store that is away knows nobody. */
  abstract find(environment: EnvironmentId, identifier: string): Promise<Target | undefined>;
}
