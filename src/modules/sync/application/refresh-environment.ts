import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';
import { Tracing } from '../../../kernel/tracing.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { editedItems } from '../domain/edited.js';
import type { Edit } from '../domain/recent-edits.js';
import { deletedItems, fetchedPart, itemsBehind } from '../domain/refresh-batch.js';
import { changeAttributes } from '../domain/change-attributes.js';
import { LagPatience } from '../domain/lag-patience.js';
import { withoutOutdated, type Received } from '../domain/waiting-events.js';
import { AdoptEnvironment } from './adopt-environment.js';
import { EnvironmentWriter, type Fetched } from './environment-writer.js';
import { ReportUpstream } from './report-upstream.js';

const maxBackoffMs = 10_000;

/** More events than this wait only as far as they are not outdated. */
const maxWaiting = 1_000;

const partOf = { flag: 'featureConfigs', 'target-segment': 'segments' } as const;

type Domain = ConfigurationChange['domain'];

/** The items of one domain as SaaS has them, and the identifiers of those that are older than their events. */
interface Refreshed {
  readonly items: Fetched<readonly ConfigItem[]> | undefined;
  readonly edits: readonly Edit[];
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
  #stream = 0;

  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly adopt: AdoptEnvironment,
    private readonly readModel: ReadModel,
    private readonly report: ReportUpstream,
    private readonly tracing: Tracing,
  ) {}

  onModuleDestroy(): void {
    this.#stopping.abort();
  }

  /**
   * A deletion that waits may have been followed by a creation that nobody told any more: from now on the fetches alone say
   * what is there.
   */
  streamLost(): void {
    this.#stream++;
  }

  execute(change: ConfigurationChange): void {
    this.readModel.ages.awaits(change.environment);
    const span = this.tracing.begin('change', { kind: 'consumer', carrier: {}, attributes: changeAttributes(change) });
    const received = { change: { ...change, heardAt: Date.now() }, at: performance.now(), stamp: this.writer.stamp(), stream: this.#stream, span };
    const waiting = this.#waiting.get(change.environment);
    if (waiting === undefined) {
      this.#waiting.set(change.environment, [received]);
      void this.#work(change.environment);
      return;
    }
    waiting.push(received);
    if (waiting.length % maxWaiting === 0) this.#waiting.set(change.environment, this.#withoutOutdated(waiting));
    this.#arrivals.get(change.environment)?.abort();
  }

  async #work(environment: EnvironmentId): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const batch = this.#waiting.get(environment) ?? [];
      if (batch.length === 0) {
        this.#waiting.delete(environment);
        this.readModel.ages.caughtUp(environment);
        return;
      }
      this.#waiting.set(environment, []);
      try {
        await this.#followed(environment, batch);
        failures = 0;
      } catch (error) {
        this.#putBack(environment, batch);
        this.report.changesFailed(error, { environment, events: batch.length });
        await this.#pause(Math.min(maxBackoffMs, 500 * 2 ** Math.min(failures++, 10)) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** One fetch serves several changes: it is told of the first, and linked to the others. */
  #followed(environment: EnvironmentId, batch: readonly Received[]): Promise<void> {
    const [first, ...others] = batch.flatMap(({ span }) => span ?? []);
    const attributes = { 'ff.environment': environment, 'ff.changes': batch.length };
    const work = () => this.tracing.within('refresh', { attributes, links: others }, () => this.#handle(environment, batch));
    return first ? first.run(work) : work();
  }

  #withoutOutdated(waiting: readonly Received[]): Received[] {
    const kept = withoutOutdated(waiting);
    const current = new Set(kept);
    for (const received of waiting) if (!current.has(received)) received.span?.end('outdated');
    return kept;
  }

  /** An environment that is not held may be on its way in a fetch that began before these events: it is fetched anew. */
  async #handle(environment: EnvironmentId, batch: readonly Received[]): Promise<void> {
    if (!this.readModel.environment(environment)) {
      await this.adopt.execute(environment);
      for (const { span } of batch) span?.end();
      return;
    }
    const late = await this.#refresh(environment, batch);
    if (late.length === 0) return;
    this.#putBack(environment, late);
    await this.#pauseOrArrival(environment, LagPatience.pauseMs(late, performance.now()));
  }

  /**
   * Gives back the events that SaaS, answering from a copy that is behind, cannot show yet: SDKs told now would read the old state. What
   * a stream told that is lost since says only that something is to be fetched: it may long be over, and the difference is told.
   */
  async #refresh(environment: EnvironmentId, batch: readonly Received[]): Promise<readonly Received[]> {
    const [flags, segments] = await Promise.all([this.#refreshed(environment, batch, 'flag'), this.#refreshed(environment, batch, 'target-segment')]);
    const behind = { flag: flags.behind, 'target-segment': segments.behind };
    const former = batch.filter((received) => !this.#isCurrent(received));
    const { ready, late } = new LagPatience(behind).sort(batch.filter((received) => this.#isCurrent(received)), performance.now());
    if (ready.length + former.length === 0) return late;
    await this.writer.apply(environment, {
      fetched: { featureConfigs: flags.items, segments: segments.items },
      edits: [...flags.edits, ...segments.edits],
      announced: ready.map(({ change }) => change),
    });
    for (const { span } of [...ready, ...former]) span?.end();
    return late;
  }

  /** Nothing is fetched for deletions that the stream of now has told. */
  async #refreshed(environment: EnvironmentId, batch: readonly Received[], domain: Domain): Promise<Refreshed> {
    const changes = batch.map(({ change }) => change);
    const expected = fetchedPart(changes, domain);
    const deleted = new Set(deletedItems(changes, domain));
    const deletions = batch.filter(({ change }) => change.domain === domain && deleted.has(change.identifier));
    if (expected.length === 0 && deletions.every((received) => this.#isCurrent(received))) {
      return { items: undefined, edits: removals(deletions, domain), behind: [] };
    }
    const stamp = this.writer.stamp();
    const doubtful = deletions.filter((received) => !this.#isCurrent(received)).map(({ change }) => change.identifier);
    const named = [...expected.map(({ identifier }) => identifier), ...doubtful];
    const { items, isWhole } = domain === 'flag' ? await this.client.fetchFeatureConfigs(environment, named) : await this.client.fetchSegments(environment, named);
    this.report.changesFetched();
    // SaaS may still list what its event has deleted.
    const removed = removals(deletions.filter((received) => this.#isCurrent(received)), domain);
    const behind = itemsBehind(items, expected);
    if (isWhole) return { items: { stamp, value: editedItems(items, removed) }, edits: removed, behind };
    return { items: undefined, edits: [...removed, ...editsOf(items, named, partOf[domain], stamp)], behind };
  }

  #isCurrent(received: Received): boolean {
    return received.stream === this.#stream;
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

function removals(deletions: readonly Received[], domain: Domain): Edit[] {
  return deletions.map(({ change, stamp }) => ({ part: partOf[domain], identifier: change.identifier, event: 'removed', stamp }));
}

/** The named items as they were fetched one by one: one that did not come is not there. */
function editsOf(items: readonly ConfigItem[], named: readonly string[], part: Edit['part'], stamp: number): Edit[] {
  const found = new Map(items.map((item) => [item.identifier, item]));
  return named.map((identifier) => {
    const item = found.get(identifier);
    return { part, identifier, stamp, ...(item ? { event: 'added', item } : { event: 'removed' }) };
  });
}
