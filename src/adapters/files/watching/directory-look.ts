import { stat } from 'node:fs/promises';
import { faultText } from '../reading/fault-text.js';
import { findEnvironments } from '../reading/find-environments.js';

/** How the files of a directory looked at one moment, without being read. */
export interface DirectoryLook {
  /** Differs when a file was written, replaced, added or removed. */
  readonly fingerprint: string;
  readonly directories: readonly string[];
  /** When it was taken, and the latest change it shows: Unix milliseconds. */
  readonly takenAt: number;
  readonly newest: number;
}

/** Looks at every file that would be read. Never rejects. */
export async function lookAt(root: string): Promise<DirectoryLook> {
  const takenAt = Date.now();
  const { environments, faults, directories } = await findEnvironments(root);
  const lines = faults.map(faultText);
  let newest = 0;
  for (const { id, directory, files } of environments) {
    lines.push(`${id} ${directory}`);
    for (const path of files.values()) {
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      // The inode changes where a file is replaced, behind symbolic links too.
      lines.push(found ? [path, found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') : `${path} gone`);
      newest = Math.max(newest, Number(found?.ctimeMs ?? 0), Number(found?.mtimeMs ?? 0));
    }
  }
  return { fingerprint: lines.join('\n'), directories, takenAt, newest };
}
