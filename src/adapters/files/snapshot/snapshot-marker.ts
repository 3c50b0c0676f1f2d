import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../reading/is-record.js';
import { replaceFile } from './replace-file.js';

const fileName = 'snapshot.json';

/** Says that a snapshot is complete, and whose it is: it must not open to one proxy key what another one was given. */
export class SnapshotMarker {
  readonly #path: string;
  readonly #owner: string;

  constructor(directory: string, proxyKey: string) {
    this.#path = join(directory, fileName);
    this.#owner = createHash('sha256').update(`snapshot of ${proxyKey}`).digest('hex');
  }

  /** Undefined: there is none, or nothing that can be understood. */
  async isOurs(): Promise<boolean | undefined> {
    try {
      const marker: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return isRecord(marker) && typeof marker['owner'] === 'string' ? marker['owner'] === this.#owner : undefined;
    } catch {
      return undefined;
    }
  }

  async set(): Promise<void> {
    await replaceFile(this.#path, `${JSON.stringify({ owner: this.#owner })}\n`);
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
