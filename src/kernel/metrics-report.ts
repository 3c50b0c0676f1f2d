export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** How often one variation was served, as an SDK counted it. `timestamp` is Unix milliseconds. */
export interface MetricsEntry {
  readonly attributes: readonly KeyValue[];
  readonly count: number;
  readonly metricsType: string;
  readonly timestamp: number;
}

export interface TargetData {
  readonly identifier: string;
  readonly name: string;
  readonly attributes: readonly KeyValue[];
}

/** One post of SDK metrics in normal form: attribute values are strings, counts and timestamps integers. */
export interface MetricsReport {
  readonly metricsData: readonly MetricsEntry[];
  readonly targetData: readonly TargetData[];
}
