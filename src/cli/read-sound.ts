import type { Outcome } from './command.js';
import { faultText } from '../adapters/files/reading/fault-text.js';
import type { OfflineEnvironment } from '../adapters/files/reading/offline-environment.js';
import { readDirectory } from '../adapters/files/reading/read-directory.js';

/** The environments of a directory, or the outcome of a command that needs a sound one. */
export async function readSound(directory: string): Promise<readonly OfflineEnvironment[] | Outcome> {
  const { environments, faults } = await readDirectory(directory);
  const lines = faults.map(faultText);
  return faults.length === 0 ? environments : { code: 2, lines, json: { faults: lines } };
}
