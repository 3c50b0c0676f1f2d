import type { OnApplicationShutdown } from '@nestjs/common';
import type { EnvironmentConfig, EnvironmentId } from '../../kernel/configuration.js';
import type { Log } from '../../kernel/log.js';
import type { Target } from '../../kernel/target.js';
import type { FetchedItems, SaasClientPort, UpstreamSession, UpstreamStream } from '../../ports/saas-client.port.js';
import type { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { carriedOver } from './carried-over.js';
import { FileStream } from './file-stream.js';
import { InvalidFiles } from './invalid-files.js';
import { faultText } from './reading/fault-text.js';
import type { OfflineEnvironment } from './reading/offline-environment.js';
import type { Reading } from './reading/read-directory.js';
import { unraisedVersions } from './unraised-versions.js';
import { lookAt } from './watching/directory-look.js';
import { DirectoryWatch } from './watching/directory-watch.js';
import { readSettled } from './watching/read-settled.js';
import { watchTimes, type WatchTimes } from './watching/watch-times.js';

/** Faults and items named in one log line. */
const mostNamed = 20;

type Environments = ReadonlyMap<EnvironmentId, OfflineEnvironment>;

/**
 * The configuration of a directory, followed as its files change. A state of the directory with a fault is refused whole, and the
 * one before stays: so it is never away and never refuses us.
 */
export class FilesUpstream implements SaasClientPort, OnApplicationShutdown {
  readonly #streams = new Set<FileStream>();
  readonly #listeners: ((environments: readonly OfflineEnvironment[]) => void)[] = [];
  readonly #watch: DirectoryWatch;
  #environments: Environments;

  private constructor(
    directory: string,
    environments: readonly OfflineEnvironment[],
    times: WatchTimes,
    private readonly log: Log,
    private readonly metrics: RelayMetrics,
  ) {
    this.#environments = byId(environments);
    this.#watch = new DirectoryWatch(directory, times, log);
    metrics.filesRefused.set(0);
  }

  /** Reads the directory and begins to follow it. Rejects with InvalidFiles. */
  static async open(directory: string, log: Log, metrics: RelayMetrics, times = watchTimes): Promise<FilesUpstream> {
    const { reading, look } = await readSettled(directory, await lookAt(directory), times);
    if (reading.faults.length > 0) throw new InvalidFiles(reading.faults);
    const upstream = new FilesUpstream(directory, reading.environments, times, log, metrics);
    void upstream.#watch.run(look, (latest) => upstream.#take(latest));
    return upstream;
  }

  get environments(): readonly OfflineEnvironment[] {
    return [...this.#environments.values()];
  }

  /** Tells the environments each time one of them has changed. */
  onChange(listener: (environments: readonly OfflineEnvironment[]) => void): void {
    this.#listeners.push(listener);
  }

  async authenticate(): Promise<UpstreamSession> {
    return { environments: [...this.#environments.keys()], clusterIdentifier: '1' };
  }

  async *fetchConfiguration(): AsyncGenerator<EnvironmentConfig, void, undefined> {
    for (const { config } of this.#environments.values()) yield config;
  }

  async fetchEnvironment(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return this.#environments.get(environment)?.config;
  }

  async fetchFeatureConfigs(environment: EnvironmentId): Promise<FetchedItems> {
    return { items: this.#environments.get(environment)?.config.featureConfigs ?? [], isWhole: true };
  }

  async fetchSegments(environment: EnvironmentId): Promise<FetchedItems> {
    return { items: this.#environments.get(environment)?.config.segments ?? [], isWhole: true };
  }

  async *fetchTargets(environment: EnvironmentId): AsyncGenerator<Target, void, undefined> {
    yield* this.#environments.get(environment)?.targets ?? [];
  }

  async openStream(): Promise<UpstreamStream> {
    const stream = new FileStream((closed) => this.#streams.delete(closed));
    this.#streams.add(stream);
    return stream;
  }

  onApplicationShutdown(): void {
    this.#watch.close();
    for (const stream of this.#streams) stream.close();
  }

  #take({ environments, faults }: Reading): void {
    this.metrics.filesRefused.set(faults.length > 0 ? 1 : 0);
    if (faults.length > 0) {
      this.log.error({ faults: faults.slice(0, mostNamed).map(faultText), count: faults.length }, 'the configuration files are refused: what was read last stays');
      return;
    }
    const before = this.#environments;
    this.#environments = byId(environments.map((environment) => taken(before, environment)));
    const changed = [...this.#environments].filter(([id, { config }]) => config !== before.get(id)?.config).map(([id]) => id);
    const removed = [...before.keys()].filter((id) => !this.#environments.has(id));
    this.log.info({ changed: changed.length, removed: removed.length }, 'the configuration files were read again');
    this.#warnOfVersions(before, changed);
    for (const stream of this.#streams) stream.change(changed, removed);
    for (const listener of this.#listeners) listener(this.environments);
  }

  #warnOfVersions(before: Environments, changed: readonly EnvironmentId[]): void {
    for (const environment of changed) {
      const [old, latest] = [before.get(environment)?.config, this.#environments.get(environment)?.config];
      if (!old || !latest) continue;
      const items = [...unraisedVersions(old.featureConfigs, latest.featureConfigs), ...unraisedVersions(old.segments, latest.segments)];
      if (items.length > 0) this.log.warn({ environment, items: items.slice(0, mostNamed), count: items.length }, 'changed without a higher version: server SDKs that run keep what they have');
    }
  }
}

function byId(environments: readonly OfflineEnvironment[]): Environments {
  return new Map(environments.map((environment) => [environment.config.id, environment]));
}

function taken(before: Environments, environment: OfflineEnvironment): OfflineEnvironment {
  const old = before.get(environment.config.id);
  return old ? carriedOver(old, environment) : environment;
}
