import { Injectable } from '@nestjs/common';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import type { Target } from '../../../kernel/target.js';
import { ConfigurationArchivePort, type ArchivedEnvironment } from '../../../ports/configuration-archive.port.js';
import { SaasClientPort, type FetchedEnvironment } from '../../../ports/saas-client.port.js';
import { GenerationFailed } from './generation-failed.js';

/** Fetches everything, and then puts it into the archive at once. */
@Injectable()
export class GenerateConfiguration {
  constructor(
    private readonly client: SaasClientPort,
    private readonly archive: ConfigurationArchivePort,
    private readonly log: Log,
  ) {}

  /** Rejects with GenerationFailed, and the archive is as it was. */
  async execute(): Promise<void> {
    try {
      await this.archive.prepare();
      const environments = await this.#fetchAll();
      if (environments.length === 0) throw new Error('the credentials open no environment');
      await this.archive.replace(environments);
      this.log.info(countsOf(environments), 'offline configuration generated');
    } catch (error) {
      throw new GenerationFailed(error);
    }
  }

  /** An environment that cannot be fetched fails the whole: an archive without it would take its SDKs the flags. */
  async #fetchAll(): Promise<readonly ArchivedEnvironment[]> {
    const { environments, unserved = [] } = await this.client.authenticate();
    const [credential] = unserved;
    if (credential) throw new Error(`${credential.name}: ${credential.reason}`);
    const found = new Map<EnvironmentId, EnvironmentConfig>();
    for await (const config of this.client.fetchConfiguration()) found.set(config.id, withAllKeys(config));
    // One that moved to another page while pages were fetched is asked for by itself.
    for (const environment of environments) {
      const config = found.has(environment) ? undefined : await this.client.fetchEnvironment(environment);
      if (config) found.set(environment, withAllKeys(config));
    }
    const archived: ArchivedEnvironment[] = [];
    for (const config of found.values()) archived.push({ config, targets: await this.#targetsOf(config.id) });
    return archived;
  }

  async #targetsOf(environment: EnvironmentId): Promise<readonly Target[]> {
    const targets: Target[] = [];
    for await (const target of this.client.fetchTargets(environment)) targets.push(target);
    return targets;
  }
}

/** An archive without some of the keys would lock out the SDKs that have them. */
function withAllKeys(config: FetchedEnvironment): EnvironmentConfig {
  if (config.hasMoreKeys) throw new Error(`the SDK keys of the environment ${config.id} could not be listed`);
  return config;
}

function countsOf(environments: readonly ArchivedEnvironment[]): object {
  const count = (of: (config: EnvironmentConfig) => readonly unknown[]) => environments.reduce((sum, { config }) => sum + of(config).length, 0);
  return {
    environments: environments.length,
    flags: count(({ featureConfigs }) => featureConfigs),
    segments: count(({ segments }) => segments),
    keys: count(({ authKeys }) => authKeys),
  };
}
