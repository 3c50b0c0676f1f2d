import type { EnvironmentConfig } from '../../../kernel/configuration.js';
import type { Target } from '../../../kernel/target.js';

/** One environment as its files describe it. */
export interface OfflineEnvironment {
  readonly directory: string;
  readonly config: EnvironmentConfig;
  readonly targets: readonly Target[];
}
