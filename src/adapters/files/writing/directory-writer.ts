import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { ArchiveUnavailable, type ArchivedEnvironment } from '../../../ports/configuration-archive.port.js';
import { faultText } from '../reading/fault-text.js';
import { findEnvironments } from '../reading/find-environments.js';
import type { FoundEnvironment } from '../reading/found-environment.js';
import { keptName } from '../reading/kept-name.js';
import { readDirectory } from '../reading/read-directory.js';
import { environmentDirectory } from './environment-directory.js';
import { environmentFiles } from './environment-files.js';
import { Swaps } from './swaps.js';
import { syncDirectory, writeDurably } from './write-durably.js';
import { writeProblem } from './write-problem.js';

const stagingName = /^\.ff-relay-[0-9a-f-]{36}$/;

/**
 * Writes environments into a directory, which may be a mount point: everything is written whole into a hidden directory inside it,
 * read back, and only then moved to its place, one environment after the other.
 */
export class DirectoryWriter {
  constructor(readonly root: string) {}

  /** Rejects with ArchiveUnavailable where nothing can be written. What a writer that was killed has left goes. */
  async prepare(): Promise<void> {
    await this.#telling(async () => {
      await mkdir(this.root, { recursive: true });
      await this.#inStaging((staging) => this.#removeLeftOvers(staging));
    });
  }

  /** Writes these environments, and removes those of which `isGone` says so. Rejects with ArchiveUnavailable, and everything is as it was. */
  async write(environments: readonly ArchivedEnvironment[], isGone: (environment: EnvironmentId) => boolean): Promise<void> {
    await this.#telling(async () => {
      const known = await this.#known();
      await this.#inStaging(async (staging) => {
        const staged = await stage(staging, environments);
        const swaps = new Swaps();
        try {
          for (const [id, directory] of staged) await this.#put(swaps, staging, directory, known.get(id));
          for (const { id, directory } of known.values()) if (isGone(id)) await swaps.move(directory, join(staging, `gone-${randomUUID()}`));
        } catch (error) {
          await swaps.undo();
          throw error;
        }
        await this.#removeLeftOvers(staging);
      });
      await syncDirectory(this.root);
    });
  }

  async #known(): Promise<ReadonlyMap<EnvironmentId, FoundEnvironment>> {
    const { environments, faults } = await findEnvironments(this.root);
    const [fault] = faults;
    if (fault) throw new ArchiveUnavailable(`${faultText(fault)}: to be put right by hand before anything is written here`);
    return new Map(environments.map((environment) => [environment.id, environment]));
  }

  /** An environment is replaced where it is, in whichever directory below; a new one comes to the top. */
  async #put(swaps: Swaps, staging: string, staged: string, known: FoundEnvironment | undefined): Promise<void> {
    if (!known) return swaps.replace(join(this.root, basename(staged)), staged, false);
    const original = keptName.original(basename(known.directory));
    if (original !== undefined) return swaps.replace(join(dirname(known.directory), original), staged, false);
    const leftOver = join(dirname(known.directory), keptName.of(basename(known.directory)));
    await rename(leftOver, join(staging, `old-${randomUUID()}`)).catch(() => undefined);
    await swaps.replace(known.directory, staged, true);
  }

  /** Former versions whose successors are in their place, and what writers before have left: moved out of the way first, for one may still be at work. */
  async #removeLeftOvers(staging: string): Promise<void> {
    const { directories } = await findEnvironments(this.root);
    for (const directory of new Set([this.root, ...directories.map(dirname)])) {
      const names = await readdir(directory);
      const leftOver = names.filter((name) => (stagingName.test(name) && join(directory, name) !== staging) || names.includes(keptName.original(name) ?? ''));
      for (const name of leftOver) await rename(join(directory, name), join(staging, `left-${randomUUID()}`));
    }
  }

  async #inStaging(work: (staging: string) => Promise<void>): Promise<void> {
    const staging = join(this.root, `.ff-relay-${randomUUID()}`);
    await mkdir(staging, { mode: 0o700 });
    try {
      await work(staging);
    } finally {
      await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async #telling(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw error instanceof ArchiveUnavailable ? error : new ArchiveUnavailable(`${this.root} cannot be written: ${writeProblem(error)}`, { cause: error });
    }
  }
}

/** Writes everything into directories of its own and reads it back: what readers would refuse must not take the place of what they take. */
async function stage(staging: string, environments: readonly ArchivedEnvironment[]): Promise<ReadonlyMap<EnvironmentId, string>> {
  const staged = new Map<EnvironmentId, string>();
  for (const environment of environments) {
    const { id } = environment.config;
    const name = environmentDirectory(id);
    if (name === undefined) throw new ArchiveUnavailable(`the environment ${JSON.stringify(id)} cannot be written: its id is no name for a directory`);
    await writeDurably(join(staging, name), environmentFiles(environment, new Date()));
    staged.set(id, join(staging, name));
  }
  const [fault] = environments.length === 0 ? [] : (await readDirectory(staging)).faults;
  if (fault) throw new ArchiveUnavailable(`what was fetched could not be served: ${faultText({ ...fault, path: fault.path.slice(staging.length + 1) })}`);
  return staged;
}
