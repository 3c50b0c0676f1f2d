import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { fetchedPart, isBehind, settledItems } from '../domain/refresh-batch.js';
import { EnvironmentWriter, type Fetched } from './environment-writer.js';

/** SaaS may answer from a copy that is behind its own event: fetched again after these pauses, then taken as it is. */
const laggingRetriesMs = [100, 300, 1_000, 3_000];
const maxBackoffMs = 30_000;

type FetchedItems = Fetched<readonly ConfigItem[]>;

interface Received {
  readonly change: ConfigurationChange;
  readonly at: number;
}

/**
 * Brings one environment up to date after events about its flags and groups. Events that arrive while a fetch runs share
 * the next one, so a burst costs two fetches; a fetch that fails is repeated until it succeeds.
 */
@Injectable()
export class RefreshEnvironment implements OnModuleDestroy {
  readonly #waiting = new Map<EnvironmentId, Received[]>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly readModel: ReadModel,
    private readonly metrics: RelayMetrics,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.#stopping.abort();
  }

  execute(change: ConfigurationChange): void {
    const received = { change, at: performance.now() };
    const waiting = this.#waiting.get(change.environment);
    if (waiting) waiting.push(received);
    else {
      this.#waiting.set(change.environment, [received]);
      void this.#work(change.environment);
    }
  }

  async #work(environment: EnvironmentId): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const batch = this.#waiting.get(environment) ?? [];
      if (batch.length === 0 || !this.readModel.environment(environment)) {
        this.#waiting.delete(environment);
        return;
      }
      this.#waiting.set(environment, []);
      try {
        await this.#refresh(environment, batch);
        failures = 0;
      } catch (error) {
        this.#waiting.get(environment)?.unshift(...batch);
        this.log.warn({ err: error, environment, events: batch.length }, 'changes could not be fetched: trying again');
        await this.#pause(Math.min(maxBackoffMs, 500 * 2 ** failures++) * (0.5 + Math.random() / 2));
      }
    }
  }

  async #refresh(environment: EnvironmentId, batch: readonly Received[]): Promise<void> {
    const changes = batch.map(({ change }) => change);
    const [flags, segments] = await Promise.all([this.#fetched(environment, changes, 'flag'), this.#fetched(environment, changes, 'target-segment')]);
    await this.writer.apply(
      environment,
      (before) => ({
        featureConfigs: this.#settled(flags, before.featureConfigs, changes, 'flag'),
        segments: this.#settled(segments, before.segments, changes, 'target-segment'),
      }),
      changes,
    );
    for (const { at } of batch) this.metrics.propagationDelay.observe((performance.now() - at) / 1000);
  }

  /** The items of one domain as SaaS has them now; undefined when no event asks for a fetch. */
  async #fetched(environment: EnvironmentId, changes: readonly ConfigurationChange[], domain: ConfigurationChange['domain']): Promise<FetchedItems | undefined> {
    const expected = fetchedPart(changes, domain);
    if (expected.length === 0) return undefined;
    let fetched = await this.#fetchOnce(environment, domain);
    for (const pauseMs of laggingRetriesMs) {
      if (!isBehind(fetched.value, expected) || this.#stopping.signal.aborted) break;
      await this.#pause(pauseMs);
      fetched = await this.#fetchOnce(environment, domain);
    }
    return fetched;
  }

  async #fetchOnce(environment: EnvironmentId, domain: ConfigurationChange['domain']): Promise<FetchedItems> {
    const stamp = this.writer.stamp();
    const value = domain === 'flag' ? await this.client.fetchFeatureConfigs(environment) : await this.client.fetchSegments(environment);
    return { stamp, value };
  }

  /** Deletions apply to what was fetched (SaaS may still have listed the item) or, without a fetch, to what is there now. */
  #settled(
    fetched: FetchedItems | undefined,
    current: readonly ConfigItem[],
    changes: readonly ConfigurationChange[],
    domain: ConfigurationChange['domain'],
  ): FetchedItems {
    const { stamp, value } = fetched ?? { stamp: this.writer.stamp(), value: current };
    return { stamp, value: settledItems(value, changes, domain) };
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
