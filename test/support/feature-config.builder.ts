/** A flag as SaaS writes it. */
export interface FeatureConfigJson {
  readonly project: string;
  readonly environment: string;
  readonly feature: string;
  readonly state: string;
  readonly kind: string;
  readonly variations: readonly { readonly identifier: string; readonly value: string; readonly name?: string; readonly description?: string }[];
  readonly rules: readonly object[] | null;
  readonly defaultServe: ServeJson;
  readonly offVariation: string;
  readonly prerequisites: readonly { readonly feature: string; readonly variations: readonly string[] }[] | null;
  readonly variationToTargetMap: readonly object[] | null;
  readonly version?: number;
  readonly [field: string]: unknown;
}

interface ServeJson {
  readonly variation?: string;
  readonly distribution?: {
    readonly bucketBy: string;
    readonly variations: readonly { readonly variation: string; readonly weight: number }[];
  } | null;
}

/** A boolean flag that is on and serves "true" to everybody. Without a version, so that the stand-in SaaS numbers it. */
export function aFeatureConfig(fields: Partial<FeatureConfigJson> = {}): FeatureConfigJson {
  return {
    project: 'checkout',
    environment: 'production',
    feature: 'dark-mode',
    state: 'on',
    kind: 'boolean',
    variations: [
      { identifier: 'true', name: 'True', description: '', value: 'true' },
      { identifier: 'false', name: 'False', description: '', value: 'false' },
    ],
    rules: [],
    defaultServe: { variation: 'true' },
    offVariation: 'false',
    prerequisites: [],
    variationToTargetMap: [],
    ...fields,
  };
}
