import type { KeyValue, MetricsEntry } from '../../../kernel/metrics-report.js';

const sdkKeys = ['SDK_LANGUAGE', 'SDK_VERSION', 'SDK_NAME', 'SDK_TYPE', 'JAR_VERSION'];
const keyAttributes = new Set(['featureIdentifier', 'featureName', 'variationIdentifier', ...sdkKeys]);

/** Entries of one environment with equal keys are one entry whose counts add up. */
export function aggregationKey(entry: MetricsEntry): string {
  const values = new Map<string, string>();
  for (const { key, value } of entry.attributes) values.set(key, value);

  let key = part(entry.metricsType) + part(values.get('featureIdentifier') || values.get('featureName')) + part(values.get('variationIdentifier'));
  for (const name of sdkKeys) key += part(values.get(name));
  return key;
}

/** The attributes that tell entries apart; any other may be given up when an entry is too large to be sent. */
export function keyAttributesOf(entry: Pick<MetricsEntry, 'attributes'>): readonly KeyValue[] {
  return entry.attributes.filter(({ key }) => keyAttributes.has(key));
}

// With the length in front, no two lists of values read the same.
function part(value = ''): string {
  return `${value.length}:${value}`;
}
