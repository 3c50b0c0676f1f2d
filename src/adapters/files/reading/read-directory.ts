import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import type { Fault } from './fault.js';
import { findEnvironments } from './find-environments.js';
import type { OfflineEnvironment } from './offline-environment.js';
import { readEnvironment } from './read-environment.js';

export interface Reading {
  readonly environments: readonly OfflineEnvironment[];
  /** With any of these the directory is not to be used. */
  readonly faults: readonly Fault[];
}

/** Reads a directory of offline configuration whole. Never rejects. */
export async function readDirectory(directory: string): Promise<Reading> {
  const found = await findEnvironments(directory);
  const read = [];
  for (const environment of found.environments) read.push(await readEnvironment(environment));
  const environments = read.map(({ environment }) => environment);
  const faults = [...found.faults, ...read.flatMap((each) => each.faults), ...sharedKeys(environments)];
  if (environments.length === 0 && faults.length === 0) return { environments, faults: [{ path: directory, problem: 'holds no environment: expected directories called env-<environment id>' }] };
  return { environments, faults };
}

/** A key that opens two environments would open the one or the other by chance. */
function sharedKeys(environments: readonly OfflineEnvironment[]): readonly Fault[] {
  const owners = new Map<AuthKeyHash, EnvironmentId>();
  const faults: Fault[] = [];
  for (const { directory, config } of environments) {
    const shared = config.authKeys.map((key) => owners.get(key)).find((owner) => owner !== undefined);
    if (shared !== undefined) faults.push({ path: directory, problem: `has an SDK key that the environment ${shared} has as well` });
    for (const key of config.authKeys) owners.set(key, config.id);
  }
  return faults;
}
