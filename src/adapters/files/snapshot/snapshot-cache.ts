import type { OnApplicationShutdown } from '@nestjs/common';
import type { PastChange, StreamState } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import type { CachePort } from '../../../ports/cache.port.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { RecentDeletions } from './recent-deletions.js';
import type { SnapshotDirectory } from './snapshot-directory.js';

/** Changes within this time are written together. */
const defaultEveryMs = 2_000;
const longestRetryMs = 60_000;

interface Times {
  readonly replayMs: number;
  readonly everyMs?: number;
}

/** A disk that hangs must not hold up the end of the process. */
const lastWriteMs = 2_000;

/**
 * A cache whose content is on the disk a little later, for a start without a network. Nothing is written before everything was
 * fetched once: from half a configuration, a relay would refuse the keys of the other half.
 */
export class SnapshotCache implements CachePort, OnApplicationShutdown {
  readonly #held = new Map<EnvironmentId, EnvironmentConfig>();
  readonly #written = new Map<EnvironmentId, EnvironmentConfig>();
  #isComplete = false;
  #isChanged = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #hasEnded = false;

  private constructor(
    private readonly inner: CachePort,
    private readonly directory: SnapshotDirectory,
    private readonly log: Log,
    private readonly metrics: RelayMetrics,
    private readonly deletions: RecentDeletions,
    private readonly everyMs: number,
  ) {}

  /** With what the directory holds. Deletions are kept for `replayMs`. */
  static async open(inner: CachePort, directory: SnapshotDirectory, log: Log, metrics: RelayMetrics, { replayMs, everyMs = defaultEveryMs }: Times): Promise<SnapshotCache> {
    const found = await directory.read();
    const cache = new SnapshotCache(inner, directory, log, metrics, new RecentDeletions(found?.deletions ?? [], replayMs), everyMs);
    for (const config of found?.environments ?? []) {
      await inner.store(config);
      cache.#held.set(config.id, config);
      cache.#written.set(config.id, config);
    }
    cache.#isComplete = found !== undefined;
    if (found) log.info({ environments: found.environments.length }, 'the snapshot was read');
    return cache;
  }

  /** What former processes and this one deleted of late, and what began anew behind it, oldest first. */
  past(): readonly PastChange[] {
    return this.deletions.at(Date.now());
  }

  loadAll(isWanted?: (environment: EnvironmentId) => boolean): AsyncIterable<EnvironmentConfig> {
    return this.inner.loadAll(isWanted);
  }

  load(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return this.inner.load(environment);
  }

  loadLeftOver(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return this.inner.loadLeftOver(environment);
  }

  async store(config: EnvironmentConfig): Promise<void> {
    await this.inner.store(config);
    this.deletions.note(this.#held.get(config.id), config, Date.now());
    this.#held.set(config.id, config);
    if (!isSame(this.#written.get(config.id), config)) this.#changed();
  }

  doubt(): void {
    this.inner.doubt();
  }

  audit(): ReturnType<CachePort['audit']> {
    return this.inner.audit();
  }

  async remove(environment: EnvironmentId): Promise<void> {
    await this.inner.remove(environment);
    this.#held.delete(environment);
    this.deletions.forget(environment);
    this.#changed();
  }

  async retain(environments: readonly EnvironmentId[]): Promise<readonly EnvironmentId[]> {
    const removed = await this.inner.retain(environments);
    const wanted = new Set(environments);
    for (const id of this.#held.keys()) if (!wanted.has(id)) this.#held.delete(id);
    for (const id of new Set(this.past().map(({ change }) => change.environment))) if (!wanted.has(id)) this.deletions.forget(id);
    if (!this.#isComplete || removed.length > 0) {
      this.#isComplete = true;
      this.#changed();
    }
    return removed;
  }

  readStreamState(): Promise<StreamState | undefined> {
    return this.inner.readStreamState();
  }

  writeStreamState(state: StreamState): Promise<void> {
    return this.inner.writeStreamState(state);
  }

  /** Writes what is not written yet. */
  async onApplicationShutdown(): Promise<void> {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, lastWriteMs)));
    await Promise.race([this.#finish(), limit]);
    clearTimeout(timer);
  }

  async #finish(): Promise<void> {
    await this.#writing;
    if (this.#isComplete && this.#isChanged) await this.#write();
  }

  #changed(): void {
    this.#isChanged = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer || this.#writing || this.#hasEnded || !this.#isComplete || !this.#isChanged) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#writing = this.#write().finally(() => {
          this.#writing = undefined;
          this.#schedule();
        });
      },
      Math.min(longestRetryMs, this.everyMs * 2 ** this.#failures),
    );
    this.#timer.unref();
  }

  /** Never rejects: what could not be written is tried again. */
  async #write(): Promise<void> {
    this.#isChanged = false;
    const held = new Map(this.#held);
    const changed = [...held.values()].filter((config) => !isSame(this.#written.get(config.id), config));
    try {
      await this.directory.write({ environments: changed, deletions: this.past() }, (environment) => !held.has(environment));
      this.#written.clear();
      for (const [id, config] of held) this.#written.set(id, config);
      this.metrics.snapshotWritten.set(Date.now() / 1000);
      if (this.#failures > 0) this.log.info({}, 'the snapshot is written again');
      this.#failures = 0;
    } catch (error) {
      if (this.#failures === 0) this.log.error({ err: error }, 'the snapshot could not be written');
      this.#failures += 1;
      this.#isChanged = true;
    }
  }
}

function isSame(one: EnvironmentConfig | undefined, other: EnvironmentConfig): boolean {
  return one !== undefined && one.featureConfigs === other.featureConfigs && one.segments === other.segments && one.authKeys === other.authKeys;
}
