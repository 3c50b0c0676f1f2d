import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import { ShortTurns } from '../../../kernel/short-turns.js';
import { ReportAggregate } from '../../../modules/metrics/domain/report-aggregate.js';
import { textInTurns } from './text-in-turns.js';

export interface TakenPart {
  readonly environment: EnvironmentId;
  readonly part: ReportAggregate;
}

/**
 * What the leader keeps of all nodes' reports: gathered, or taken to be posted. Tells which environments' text has changed. What takes
 * turns must not overlap; parts may be settled and released meanwhile.
 */
export class SharedReports {
  readonly #open = new Map<EnvironmentId, ReportAggregate>();
  readonly #taken = new Map<EnvironmentId, Set<ReportAggregate>>();
  readonly #changed = new Set<EnvironmentId>();
  #openBytes = 0;
  #takenBytes = 0;

  get openBytes(): number {
    return this.#openBytes;
  }

  get bytes(): number {
    return this.#openBytes + this.#takenBytes;
  }

  /** Gives the evaluations that find no room in their counter. */
  add(environment: EnvironmentId, report: MetricsReport): number {
    return this.#change(environment, (gathered) => gathered.add(report).evaluations);
  }

  /** All that is gathered, in parts of a size; gives the evaluations that fit in no part as well. */
  async take(maxBytes: number): Promise<{ readonly parts: readonly TakenPart[]; readonly givenUp: number }> {
    const gathered = [...this.#open];
    this.#open.clear();
    this.#openBytes = 0;

    const taken: TakenPart[] = [];
    const turns = new ShortTurns();
    let evaluations = 0;
    for (const [environment, aggregate] of gathered) {
      const splitting = aggregate.splitting(maxBytes);
      let step = splitting.next();
      for (; !step.done; step = splitting.next()) {
        const part = { environment, part: step.value };
        this.#keep(part);
        taken.push(part);
        await turns.pause();
      }
      evaluations += step.value.evaluations;
      if (step.value.evaluations + step.value.targets > 0) this.#changed.add(environment);
    }
    return { parts: taken, givenUp: evaluations };
  }

  settle(taken: TakenPart): void {
    this.#drop(taken);
    this.#changed.add(taken.environment);
  }

  release(taken: TakenPart): number {
    this.#drop(taken);
    return this.#change(taken.environment, (gathered) => gathered.addOlder(taken.part).evaluations);
  }

  /** The environments whose text is to be written, which count as written from now on. */
  takeChanges(): readonly EnvironmentId[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** They were not written after all. */
  restoreChanges(changed: readonly EnvironmentId[]): void {
    for (const environment of changed) this.#changed.add(environment);
  }

  /** Everything of one environment, to be added up again by whoever reads it; empty when there is nothing. */
  async textOf(environment: EnvironmentId): Promise<string> {
    const open = this.#open.get(environment);
    const reports = [...(this.#taken.get(environment) ?? []), ...(open ? [open] : [])].map((aggregate) => aggregate.toReport());
    if (reports.length === 0) return '';

    const turns = new ShortTurns();
    const metricsData = await textInTurns(reports.flatMap((report) => report.metricsData), turns);
    const targetData = await textInTurns(reports.flatMap((report) => report.targetData), turns);
    return `{"metricsData":${metricsData},"targetData":${targetData}}`;
  }

  #change(environment: EnvironmentId, change: (gathered: ReportAggregate) => number): number {
    const gathered = this.#open.get(environment) ?? new ReportAggregate();
    const before = gathered.bytes;
    const givenUp = change(gathered);
    if (gathered.bytes > 0) this.#open.set(environment, gathered);
    this.#openBytes += gathered.bytes - before;
    this.#changed.add(environment);
    return givenUp;
  }

  #keep({ environment, part }: TakenPart): void {
    const taken = this.#taken.get(environment) ?? new Set();
    taken.add(part);
    this.#taken.set(environment, taken);
    this.#takenBytes += part.bytes;
  }

  #drop({ environment, part }: TakenPart): void {
    const taken = this.#taken.get(environment);
    if (!taken?.delete(part)) return;

    if (taken.size === 0) this.#taken.delete(environment);
    this.#takenBytes -= part.bytes;
  }
}
