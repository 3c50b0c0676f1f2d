import type { MetricsReport, TargetData } from '../../../kernel/metrics-report.js';
import { AggregatedEntry } from './aggregated-entry.js';
import { aggregationKey } from './aggregation-key.js';
import type { GivenUp } from './given-up.js';
import { itemBytes } from './item-bytes.js';

interface SizedTarget {
  readonly target: TargetData;
  readonly bytes: number;
}

const envelopeBytes = JSON.stringify({ metricsData: [], targetData: [] }).length;

/** The reports of one environment added up, with the size of the items they would be in a post. */
export class ReportAggregate {
  readonly #entries = new Map<string, AggregatedEntry>();
  readonly #targets = new Map<string, SizedTarget>();
  #bytes = 0;

  /** Never less than the encoded size of all items with their commas. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a report. What needs more than `room` further bytes is given up, targets first: they carry no counts. */
  add(report: MetricsReport, room = { entries: Infinity, targets: Infinity }): GivenUp {
    const before = this.#bytes;
    let evaluations = 0;
    let targets = 0;

    for (const entry of report.metricsData) {
      const key = aggregationKey(entry);
      const known = this.#entries.get(key);
      if (known) evaluations += known.add(entry);
      else if (!this.#insert(key, new AggregatedEntry(entry), before + room.entries)) evaluations += entry.count;
    }
    for (const target of report.targetData) {
      if (!this.#replace({ target, bytes: itemBytes(target) }, before + room.targets)) targets += 1;
    }
    return { evaluations, targets };
  }

  /** Adds what was gathered before this: newer targets stay as they are. */
  addOlder(older: ReportAggregate): GivenUp {
    let evaluations = 0;

    for (const [key, entry] of older.#entries) {
      const known = this.#entries.get(key);
      if (known) evaluations += known.add(entry);
      else this.#insert(key, entry, Infinity);
    }
    for (const target of older.#targets.values()) {
      if (!this.#targets.has(target.target.identifier)) this.#replace(target, Infinity);
    }
    return { evaluations, targets: 0 };
  }

  /** Parts that encode to at most `maxBytes` each. An item too large for a post of its own is slimmed, and given up when that is not enough. */
  split(maxBytes: number): { readonly parts: readonly ReportAggregate[]; readonly givenUp: GivenUp } {
    const parts: ReportAggregate[] = [];
    const splitting = this.splitting(maxBytes);
    for (let step = splitting.next(); ; step = splitting.next()) {
      if (step.done) return { parts, givenUp: step.value };
      parts.push(step.value);
    }
  }

  /** The same part by part: a caller can pause between them. */
  *splitting(maxBytes: number): Generator<ReportAggregate, GivenUp, undefined> {
    const room = maxBytes - envelopeBytes;
    let part = new ReportAggregate();
    let evaluations = 0;
    let targets = 0;

    for (const [key, entry] of this.#entries) {
      const fitting = entry.bytes <= room ? entry : entry.slimmed();
      if (fitting.bytes > room) {
        evaluations += entry.count;
        continue;
      }
      if (part.bytes + fitting.bytes > room) {
        yield part;
        part = new ReportAggregate();
      }
      part.#insert(key, fitting, Infinity);
    }
    for (const target of this.#targets.values()) {
      const fitting = target.bytes <= room ? target : slimmed(target);
      if (fitting.bytes > room) {
        targets += 1;
        continue;
      }
      if (part.bytes + fitting.bytes > room) {
        yield part;
        part = new ReportAggregate();
      }
      part.#replace(fitting, Infinity);
    }
    if (part.bytes > 0) yield part;
    return { evaluations, targets };
  }

  toReport(): MetricsReport {
    return {
      metricsData: Array.from(this.#entries.values(), (entry) => entry.toEntry()),
      targetData: Array.from(this.#targets.values(), ({ target }) => target),
    };
  }

  #insert(key: string, entry: AggregatedEntry, limit: number): boolean {
    if (this.#bytes + entry.bytes > limit) return false;

    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    return true;
  }

  #replace(sized: SizedTarget, limit: number): boolean {
    const known = this.#targets.get(sized.target.identifier);
    const grown = sized.bytes - (known?.bytes ?? 0);
    if (grown > 0 && this.#bytes + grown > limit) return false;

    this.#targets.set(sized.target.identifier, sized);
    this.#bytes += grown;
    return true;
  }
}

function slimmed({ target }: SizedTarget): SizedTarget {
  const bare = { ...target, attributes: [] };
  return { target: bare, bytes: itemBytes(bare) };
}
