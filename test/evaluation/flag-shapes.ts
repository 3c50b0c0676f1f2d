// The shape of flags and target groups as SaaS sends them, with every list that may be missing or null.
export interface Flag {
  readonly feature: string;
  readonly kind: string;
  readonly state: string;
  readonly offVariation?: string;
  readonly variations?: readonly { readonly identifier: string; readonly value: string }[] | null | undefined;
  readonly defaultServe?: Serve | null | undefined;
  readonly rules?: readonly Rule[] | null | undefined;
  readonly variationToTargetMap?: readonly TargetMapEntry[] | null | undefined;
  readonly prerequisites?: readonly { readonly feature: string; readonly variations?: readonly string[] | null | undefined }[] | null | undefined;
}

export interface Rule {
  readonly ruleId?: string;
  readonly priority: number;
  readonly clauses?: readonly Clause[] | null | undefined;
  readonly serve?: Serve | null | undefined;
}

export interface Serve {
  readonly variation?: string | null | undefined;
  readonly distribution?: Distribution | null | undefined;
}

export interface Distribution {
  readonly bucketBy?: string;
  readonly variations?: readonly { readonly variation: string; readonly weight: number }[] | null | undefined;
}

export interface TargetMapEntry {
  readonly variation: string;
  readonly targets?: readonly { readonly identifier: string }[] | null | undefined;
  readonly targetSegments?: readonly string[] | null | undefined;
}

export interface Clause {
  readonly attribute?: string;
  readonly op?: string;
  readonly values?: readonly string[] | null | undefined;
  readonly negate?: boolean;
}

export interface Segment {
  readonly identifier: string;
  readonly included?: readonly { readonly identifier: string }[] | null | undefined;
  readonly excluded?: readonly { readonly identifier: string }[] | null | undefined;
  readonly rules?: readonly Clause[] | null | undefined;
  readonly servingRules?: readonly { readonly priority?: number; readonly clauses?: readonly Clause[] | null | undefined }[] | null | undefined;
}
