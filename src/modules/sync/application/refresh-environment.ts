import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { ReadModel } from '../../../read-model/read-model.js';
import type { Edit } from '../domain/recent-edits.js';
import { deletedItems, fetchedPart, itemsBehind } from '../domain/refresh-batch.js';
import { LagPatience } from '../domain/lag-patience.js';
import { withoutOutdated, type Received } from '../domain/waiting-events.js';
import { AdoptEnvironment } from './adopt-environment.js';
import { EnvironmentWriter, type Fetched } from './environment-writer.js';

const maxBackoffMs = 10_000;

/** More events than this wait only as far as they are not outdated. */
const maxWaiting = 1_000;

const partOf = { flag: 'featureConfigs', 'target-segment': 'segments' } as const;

type Domain = ConfigurationChange['domain'];

/** The items of one domain as SaaS has them, and the identifiers of those that are older than their events. */
interface Refreshed {
  readonly items: Fetched<readonly ConfigItem[]> | undefined;
  readonly behind: readonly string[];
}

/**
 * Brings one environment up to date after events about its flags and groups. Events that arrive while a fetch runs share
 * the next one, so a burst costs two fetches; a fetch that fails is repeated until it succeeds.
 */
@Injectable()
export class RefreshEnvironment implements OnModuleDestroy {
  readonly #waiting = new Map<EnvironmentId, Received[]>();
  readonly #arrivals = new Map<EnvironmentId, AbortController>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly adopt: AdoptEnvironment,
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
    if (waiting === undefined) {
      this.#waiting.set(change.environment, [received]);
      void this.#work(change.environment);
      return;
    }
    waiting.push(received);
    if (waiting.length % maxWaiting === 0) this.#waiting.set(change.environment, withoutOutdated(waiting));
    this.#arrivals.get(change.environment)?.abort();
  }

  async #work(environment: EnvironmentId): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const batch = this.#waiting.get(environment) ?? [];
      if (batch.length === 0) {
        this.#waiting.delete(environment);
        return;
      }
      this.#waiting.set(environment, []);
      try {
        await this.#handle(environment, batch);
        failures = 0;
      } catch (error) {
        this.#putBack(environment, batch);
        this.log.warn({ err: error, environment, events: batch.length }, 'changes could not be fetched: trying again');
        await this.#pause(Math.min(maxBackoffMs, 500 * 2 ** Math.min(failures++, 10)) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** An environment that is not held may be on its way in a fetch that began before these events: it is fetched anew. */
  async #handle(environment: EnvironmentId, batch: readonly Received[]): Promise<void> {
    if (!this.readModel.environment(environment)) return this.adopt.execute(environment);
    const late = await this.#refresh(environment, batch);
    if (late.length === 0) return;
    this.#putBack(environment, late);
    await this.#pauseOrArrival(environment, LagPatience.pauseMs(late, performance.now()));
  }

  /** Gives back the events that SaaS, answering from a copy that is behind, cannot show yet: SDKs told now would read the old state. */
  async #refresh(environment: EnvironmentId, batch: readonly Received[]): Promise<readonly Received[]> {
    const changes = batch.map(({ change }) => change);
    const [flags, segments] = await Promise.all([this.#refreshed(environment, changes, 'flag'), this.#refreshed(environment, changes, 'target-segment')]);
    const behind = { flag: flags.behind, 'target-segment': segments.behind };
    const { ready, late } = new LagPatience(behind).sort(batch, performance.now());
    if (ready.length === 0) return late;
    await this.writer.apply(environment, {
      fetched: { featureConfigs: flags.items, segments: segments.items },
      edits: [...removals(changes, 'flag'), ...removals(changes, 'target-segment')],
      announced: ready.map(({ change }) => change),
    });
    for (const { at } of ready) this.metrics.propagationDelay.observe((performance.now() - at) / 1000);
    return late;
  }

  /** Nothing is fetched when no event asks for it. */
  async #refreshed(environment: EnvironmentId, changes: readonly ConfigurationChange[], domain: Domain): Promise<Refreshed> {
    const expected = fetchedPart(changes, domain);
    if (expected.length === 0) return { items: undefined, behind: [] };
    const stamp = this.writer.stamp();
    const items = domain === 'flag' ? await this.client.fetchFeatureConfigs(environment) : await this.client.fetchSegments(environment);
    return { items: { stamp, value: items }, behind: itemsBehind(items, expected) };
  }

  #putBack(environment: EnvironmentId, events: readonly Received[]): void {
    this.#waiting.set(environment, [...events, ...(this.#waiting.get(environment) ?? [])]);
  }

  async #pauseOrArrival(environment: EnvironmentId, ms: number): Promise<void> {
    const arrival = new AbortController();
    this.#arrivals.set(environment, arrival);
    await this.#pause(ms, arrival.signal);
    this.#arrivals.delete(environment);
  }

  async #pause(ms: number, arrival?: AbortSignal): Promise<void> {
    const signals = arrival ? [this.#stopping.signal, arrival] : [this.#stopping.signal];
    await delay(ms, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
  }
}

/** SaaS may still list what its event has deleted. */
function removals(changes: readonly ConfigurationChange[], domain: Domain): Edit[] {
  return deletedItems(changes, domain).map((identifier) => ({ part: partOf[domain], identifier, event: 'removed' }));
}
