/** What SDKs post, once its shape was checked. Every field may be missing or null, and some SDKs send `{}` for an item or for a list. */
export interface RawReport {
  readonly metricsData?: readonly RawEntry[] | null;
  readonly targetData?: readonly RawTarget[] | null;
}

export interface RawEntry {
  readonly attributes?: RawAttributes;
  readonly count?: number | null;
  readonly metricsType?: string | null;
  readonly timestamp?: number | null;
}

export interface RawTarget {
  readonly identifier?: string | number | null;
  readonly name?: string | number | null;
  readonly attributes?: RawAttributes;
}

export type RawAttributes = readonly RawAttribute[] | Readonly<Record<string, unknown>> | null;

export interface RawAttribute {
  readonly key?: string | null;
  readonly value?: unknown;
}
