import type { KeyValue, MetricsEntry } from '../../../kernel/metrics-report.js';

const keyAttributes = ['featureIdentifier', 'featureName', 'variationIdentifier', 'SDK_LANGUAGE', 'SDK_VERSION', 'SDK_NAME', 'SDK_TYPE', 'JAR_VERSION'] as const;
const places: ReadonlyMap<string, number> = new Map(keyAttributes.map((name, place) => [name, place]));

/** Entries of one environment with equal keys are one entry whose counts add up. */
export function aggregationKey(entry: MetricsEntry): string {
  const values = keyAttributes.map(() => '');
  for (const { key, value } of entry.attributes) {
    const place = places.get(key);
    if (place !== undefined) values[place] = value;
  }

  const [identifier, name, ...rest] = values;
  let key = part(entry.metricsType) + part(identifier || name);
  for (const value of rest) key += part(value);
  return key;
}

/** The attributes that tell entries apart; any other may be given up when an entry is too large to be sent. */
export function keyAttributesOf(entry: Pick<MetricsEntry, 'attributes'>): readonly KeyValue[] {
  return entry.attributes.filter(({ key }) => places.has(key));
}

// With the length in front, no two lists of values read the same.
function part(value = ''): string {
  return `${value.length}:${value}`;
}
