import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { EnvironmentPart } from './environment-part.js';
import type { Fault } from './fault.js';

/** A directory that describes one environment, and its files by what they hold. What has no file is an empty list. */
export interface FoundEnvironment {
  readonly id: EnvironmentId;
  readonly directory: string;
  readonly files: ReadonlyMap<EnvironmentPart, string>;
  /** Files that say the same thing twice. */
  readonly faults: readonly Fault[];
}
