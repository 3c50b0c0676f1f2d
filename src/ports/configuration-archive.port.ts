import type { EnvironmentConfig } from '../kernel/configuration.js';
import { RelayError } from '../kernel/relay-error.js';
import type { Target } from '../kernel/target.js';

/** It could not be written. The message says why, for an operator. */
export class ArchiveUnavailable extends RelayError {
  readonly code = 'ARCHIVE_UNAVAILABLE';
}

export interface ArchivedEnvironment {
  readonly config: EnvironmentConfig;
  /** Empty: none were told, and those that the archive has stay. */
  readonly targets: readonly Target[];
}

/** Where whole configurations are put for relays without a network. */
export abstract class ConfigurationArchivePort {
  /** Rejects with ArchiveUnavailable where nothing could be written anyway: to be called before a long fetch. */
  abstract prepare(): Promise<void>;

  /**
   * Replaces everything; environments that are not among these are removed. Rejects with ArchiveUnavailable, and everything is as it
   * was. Where the process is killed, each environment is as it was or as it should be.
   */
  abstract replace(environments: readonly ArchivedEnvironment[]): Promise<void>;
}
