import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsEntry } from '../../../kernel/metrics-report.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';

type Labels = Record<'envID' | 'sdk_language' | 'sdk_type' | 'sdk_version', string>;

const maxSeries = 2000;
const maxLabelLength = 64;
const other = 'other';
const unknownRest = restOf(other);

/** Counts metrics entries by the SDK that sent them. The labels come from outside: their form and their number are limited. */
@Injectable()
export class SdkUsage {
  readonly #series = new Map<string, Labels>();
  /** The series of each known environment that takes what finds no room in `series`. */
  readonly #rest = new Map<EnvironmentId, Labels>();

  constructor(private readonly metrics: RelayMetrics) {}

  count(environment: EnvironmentId, entries: readonly MetricsEntry[]): void {
    const perSdk = new Map<Labels, number>();
    for (const entry of entries) {
      const labels = this.#labelsOf(environment, entry);
      perSdk.set(labels, (perSdk.get(labels) ?? 0) + 1);
    }
    for (const [labels, count] of perSdk) this.metrics.sdkUsage.inc(labels, count);
  }

  #labelsOf(environment: EnvironmentId, entry: MetricsEntry): Labels {
    let language = '';
    let type = '';
    let version = '';
    for (const { key, value } of entry.attributes) {
      if (key === 'SDK_LANGUAGE') language = value;
      else if (key === 'SDK_TYPE') type = value;
      else if (key === 'SDK_VERSION') version = value;
    }

    const labels = { envID: environment, sdk_language: labelOf(language), sdk_type: labelOf(type), sdk_version: labelOf(version) };
    return this.#series.get(idOf(labels)) ?? this.#learn(labels);
  }

  #learn(labels: Labels): Labels {
    if (this.#series.size >= maxSeries) return this.#rest.get(labels.envID) ?? unknownRest;

    this.#series.set(idOf(labels), labels);
    if (!this.#rest.has(labels.envID)) this.#rest.set(labels.envID, restOf(labels.envID));
    return labels;
  }
}

function idOf(labels: Labels): string {
  return [labels.envID, labels.sdk_language, labels.sdk_type, labels.sdk_version].join('\n');
}

function restOf(envID: EnvironmentId): Labels {
  return { envID, sdk_language: other, sdk_type: other, sdk_version: other };
}

function labelOf(value: string): string {
  return value.slice(0, maxLabelLength).replace(/[^\w .+@/-]/g, '_');
}
