import type { KeyValue, MetricsEntry } from '../../../kernel/metrics-report.js';
import { keyAttributesOf } from './aggregation-key.js';
import { itemBytes } from './item-bytes.js';

/** Every entry of one aggregation key: their counts added, the latest timestamp, the attributes of the first. */
export class AggregatedEntry {
  readonly attributes: readonly KeyValue[];
  readonly metricsType: string;
  /** Size in a post, with room for the largest count and timestamp, so that it never changes. */
  readonly bytes: number;
  #count: number;
  #timestamp: number;

  constructor(entry: MetricsEntry) {
    this.attributes = entry.attributes;
    this.metricsType = entry.metricsType;
    this.bytes = itemBytes(entry);
    this.#count = entry.count;
    this.#timestamp = entry.timestamp;
  }

  get count(): number {
    return this.#count;
  }

  get timestamp(): number {
    return this.#timestamp;
  }

  /** Answers the evaluations that did not fit any more: past 2^53 a count is no longer exact. */
  add({ count, timestamp }: Pick<MetricsEntry, 'count' | 'timestamp'>): number {
    const added = Math.min(count, Number.MAX_SAFE_INTEGER - this.#count);
    this.#count += added;
    this.#timestamp = Math.max(this.#timestamp, timestamp);
    return count - added;
  }

  /** Itself without the attributes that do not tell entries apart. */
  slimmed(): AggregatedEntry {
    return new AggregatedEntry({ ...this.toEntry(), attributes: keyAttributesOf(this) });
  }

  toEntry(): MetricsEntry {
    return { attributes: this.attributes, count: this.count, metricsType: this.metricsType, timestamp: this.timestamp };
  }
}
