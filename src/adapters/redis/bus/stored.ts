import type { ConfigurationChange, RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';

/** What the bus asks of the cache, so that no change is told before the data behind it can be read. */
export interface Stored {
  isBehind(environment: EnvironmentId): boolean;
  /** Rejects while that is not possible. */
  catchUp(environment: EnvironmentId): Promise<void>;
  /** Deletions that are stored, or about to be, and of which nobody has said that they are told: of all environments, or of one. Rejects with CacheUnavailable. */
  untold(environment?: EnvironmentId): Promise<readonly ConfigurationChange[]>;
  /** Never rejects. */
  told(deletion: ConfigurationChange): Promise<void>;
}

/** For a node that writes nothing. */
export const everythingStored: Stored = { isBehind: () => false, catchUp: async () => undefined, untold: async () => [], told: async () => undefined };

export function environmentsOf(change: RelayChange): readonly EnvironmentId[] {
  if (change.domain !== 'proxy') return [change.environment];
  if (change.event === 'proxyKeyDeleted') return [];
  return 'environments' in change ? change.environments : [change.environment];
}
