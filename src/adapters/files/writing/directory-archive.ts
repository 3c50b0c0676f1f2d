import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Target } from '../../../kernel/target.js';
import type { ArchivedEnvironment, ConfigurationArchivePort } from '../../../ports/configuration-archive.port.js';
import { readDirectory } from '../reading/read-directory.js';
import { DirectoryWriter } from './directory-writer.js';

/** The directory that an offline relay serves. */
export class DirectoryArchive implements ConfigurationArchivePort {
  readonly #writer: DirectoryWriter;

  constructor(directory: string) {
    this.#writer = new DirectoryWriter(directory);
  }

  async prepare(): Promise<void> {
    await this.#writer.prepare();
  }

  async replace(environments: readonly ArchivedEnvironment[]): Promise<void> {
    const known = await this.#knownTargets();
    const all = environments.map(({ config, targets }) => ({ config, targets: targets.length > 0 ? targets : (known.get(config.id) ?? []) }));
    const wanted = new Set(all.map(({ config }) => config.id));
    await this.#writer.write(all, (environment) => !wanted.has(environment));
  }

  async #knownTargets(): Promise<ReadonlyMap<EnvironmentId, readonly Target[]>> {
    const { environments } = await readDirectory(this.#writer.root);
    return new Map(environments.map(({ config, targets }) => [config.id, targets]));
  }
}
