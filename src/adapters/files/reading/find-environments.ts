import { EnvironmentSearch } from './environment-search.js';
import type { Fault } from './fault.js';
import type { FoundEnvironment } from './found-environment.js';

export interface Found {
  readonly environments: readonly FoundEnvironment[];
  readonly faults: readonly Fault[];
  /** Every directory that was looked into. */
  readonly directories: readonly string[];
}

/** The `env-<id>` directories below `root`, at any depth. Rejects never: what cannot be looked into is a fault. */
export async function findEnvironments(root: string): Promise<Found> {
  const search = new EnvironmentSearch(root);
  await search.run();
  const environments = search.environments();
  return { environments, faults: [...search.faults, ...environments.flatMap(({ faults }) => faults)], directories: search.directories };
}
