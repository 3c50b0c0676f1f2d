import type { EnvironmentId } from '../../../kernel/configuration.js';
import { ShortTurns } from '../../../kernel/short-turns.js';
import type { Tenure } from '../lease/tenure.js';
import type { MetricsBatch, MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import { normaliseReport } from '../../../modules/metrics/domain/normalise-report.js';
import type { DeliveredEntry } from './delivered-entry.js';
import type { LeaderStream } from './leader-stream.js';
import { reportsIn } from './reports-in.js';
import { SharedReports, type TakenPart } from './shared-reports.js';
import { entryOfText } from './stream-entry.js';
import type { StreamTally } from './stream-tally.js';

const fieldPrefix = 'env:';
const maxBytes = 8 * 1024 * 1024;
const maxDeliveries = 5;
const maxCopyLength = 64 * 1024;
const ownBatchBytes = 1024 * 1024;

/** How long an entry handed to somebody may lie unfolded: longer than any fold takes. */
const idleMs = 15_000;

/**
 * What one leader has gathered from the stream and from its own SDKs. Each step puts it into Redis and acknowledges the entries
 * at once, so that the next leader starts from there. Calls must not overlap.
 */
export class LeaderReports {
  readonly #shared = new SharedReports();
  /** Delivered and not yet folded. */
  readonly #ids = new Set<string>();
  readonly #unreadable: string[] = [];
  /** Reports of this node that are in `shared` and not yet folded. */
  #own: readonly MetricsBatch[] = [];
  #isLoaded = false;
  #claimedAt = -Infinity;

  constructor(
    readonly tenure: Tenure,
    private readonly stream: LeaderStream,
    private readonly own: MetricsQueuePort,
    private readonly tally: StreamTally,
    private readonly giveUp: (evaluations: number) => void,
  ) {}

  get openBytes(): number {
    return this.#shared.openBytes;
  }

  get bytes(): number {
    return this.#shared.bytes;
  }

  /** Brings everything there is into the aggregate. */
  async gather(): Promise<void> {
    if (!this.#isLoaded) await this.#load();
    // What could not be folded before comes first: nothing more is read while Redis does not take it.
    await this.fold();
    if (performance.now() - this.#claimedAt > idleMs) await this.#claim();
    await this.#read();
    await this.#takeOwn();
    await this.fold();
  }

  async take(limit: number): Promise<readonly TakenPart[]> {
    const { parts, givenUp } = await this.#shared.take(limit);
    this.giveUp(givenUp);
    return parts;
  }

  settle(part: TakenPart): void {
    this.#shared.settle(part);
  }

  release(part: TakenPart): void {
    this.giveUp(this.#shared.release(part));
  }

  async fold(): Promise<void> {
    const changed = this.#shared.takeChanges();
    const ids = [...this.#ids];
    const unreadable = this.#unreadable.splice(0);
    if (changed.length + ids.length + unreadable.length === 0) return;

    try {
      const fields: [field: string, text: string][] = [];
      for (const environment of changed) fields.push([fieldPrefix + environment, await this.#shared.textOf(environment)]);
      await this.stream.fold({ fields, ids, unreadable });
    } catch (error) {
      // It may have been written all the same: writing it again changes nothing.
      this.#shared.restoreChanges(changed);
      this.#unreadable.push(...unreadable);
      throw error;
    }
    for (const id of ids) this.#ids.delete(id);
    for (const batch of this.#own) await batch.settle();
    this.#own = [];
  }

  /** The term is over: what came from the stream is in Redis or pending there, what is this node's own goes back to it. */
  async abandon(): Promise<void> {
    for (const batch of this.#own) await batch.release();
    this.#own = [];
  }

  async #load(): Promise<void> {
    for (const [field, text] of Object.entries(await this.stream.load())) {
      if (!field.startsWith(fieldPrefix)) continue;

      await this.#loadOne(field.slice(fieldPrefix.length), text);
    }
    this.#shared.takeChanges();
    this.#isLoaded = true;
  }

  async #loadOne(environment: EnvironmentId, text: string): Promise<void> {
    const turns = new ShortTurns();
    try {
      for (const report of reportsIn(text)) {
        this.giveUp(this.#shared.add(environment, normaliseReport(report, Date.now())));
        await turns.pause();
      }
    } catch {
      this.tally.lost('unreadable', 1);
    }
  }

  /** The first time whatever is pending: nobody else may work on it. Later what a former leader received at its last breath. */
  async #claim(): Promise<void> {
    const isFirst = this.#claimedAt === -Infinity;
    for (let from: string | undefined = '0-0'; from !== undefined && !this.#isFull(); ) {
      const { entries, next, lost } = await this.stream.claim(from, isFirst ? 0 : idleMs);
      this.tally.lost('trimmed', lost);
      await this.#absorb(entries);
      from = next;
    }
    this.#claimedAt = performance.now();
  }

  async #read(): Promise<void> {
    for (let isAll = false; !isAll && !this.#isFull(); ) {
      const page = await this.stream.read();
      this.tally.lost('trimmed', page.lost);
      await this.#absorb(page.entries);
      ({ isAll } = page);
    }
  }

  async #absorb(entries: readonly DeliveredEntry[]): Promise<void> {
    const now = Date.now();
    const turns = new ShortTurns();
    for (const { id, text, deliveries } of entries) {
      if (this.#ids.has(id)) continue;

      await turns.pause();
      this.#ids.add(id);
      // An entry that came so often has ended everybody who worked on it.
      const entry = deliveries > maxDeliveries ? undefined : entryOfText(text, now);
      this.tally.received(entry !== undefined);
      if (entry) this.giveUp(this.#shared.add(entry.environment, entry.report));
      else this.#putAside(text);
    }
    if (this.#ids.size > 0) await this.fold();
  }

  async #takeOwn(): Promise<void> {
    if (this.#own.length > 0 || this.#isFull()) return;

    this.#own = await this.own.take(ownBatchBytes);
    for (const { environment, report } of this.#own) this.giveUp(this.#shared.add(environment, report));
  }

  #putAside(text = ''): void {
    this.tally.lost('unreadable', 1);
    this.#unreadable.push(text.slice(0, maxCopyLength));
  }

  // What does not fit stays where it is: in the stream, and in this node's own memory. Both are bounded.
  #isFull(): boolean {
    return this.#shared.bytes >= maxBytes;
  }
}
