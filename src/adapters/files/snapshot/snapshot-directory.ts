import type { PastChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import { faultText } from '../reading/fault-text.js';
import { readDirectory } from '../reading/read-directory.js';
import { DirectoryWriter } from '../writing/directory-writer.js';
import { environmentDirectory } from '../writing/environment-directory.js';
import { readDeletions, writeDeletions } from './deletions-file.js';
import { SnapshotMarker } from './snapshot-marker.js';

const mostNamed = 20;

export interface Snapshot {
  readonly environments: readonly EnvironmentConfig[];
  /** Deletions of late, and what began anew behind them. */
  readonly deletions: readonly PastChange[];
}

/** The directory that holds the snapshot: it is there whole, or not at all. */
export class SnapshotDirectory {
  readonly #writer: DirectoryWriter;
  readonly #marker: SnapshotMarker;
  #isMarked = false;
  #deletions: readonly PastChange[] | undefined;

  constructor(
    private readonly path: string,
    proxyKey: string,
    private readonly log: Log,
  ) {
    this.#writer = new DirectoryWriter(path);
    this.#marker = new SnapshotMarker(path, proxyKey);
  }

  /** Undefined when there is none that can be used; why is in the log. Never rejects. */
  async read(): Promise<Snapshot | undefined> {
    const isOurs = await this.#marker.isOurs();
    const { environments, faults } = await readDirectory(this.path);
    if (isOurs === undefined) {
      if (environments.length > 0) this.log.warn({ directory: this.path }, 'the snapshot is not complete: it is ignored');
      return undefined;
    }
    if (!isOurs) {
      this.log.warn({ directory: this.path }, 'the snapshot belongs to another proxy key: it is ignored');
      return undefined;
    }
    if (faults.length > 0) {
      this.log.error({ faults: faults.slice(0, mostNamed).map(faultText), count: faults.length }, 'the snapshot is broken: it is ignored');
      return undefined;
    }
    this.#isMarked = true;
    return { environments: environments.map(({ config }) => config), deletions: await readDeletions(this.path) };
  }

  /**
   * Rejects where it cannot be written; the environments that were there are as they were then. `isGone` tells which of them are to be
   * removed. Deletions come first: they are not to be seen in what is left.
   */
  async write({ environments, deletions }: Snapshot, isGone: (environment: EnvironmentId) => boolean): Promise<void> {
    const writable = environments.filter(({ id }) => environmentDirectory(id) !== undefined);
    if (writable.length < environments.length) this.log.warn({ environments: environments.length - writable.length }, 'environments are missing in the snapshot: their ids are no names for directories');
    if (!this.#isMarked) {
      await this.#writer.prepare();
      await this.#marker.clear();
    }
    if (deletions !== this.#deletions) await writeDeletions(this.path, deletions);
    this.#deletions = deletions;
    await this.#writer.write(writable.map((config) => ({ config, targets: [] })), isGone);
    if (!this.#isMarked) await this.#marker.set();
    this.#isMarked = true;
  }
}
