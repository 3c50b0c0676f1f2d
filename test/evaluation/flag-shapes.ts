// The shape of flags and target groups as SaaS sends them, with every list that may be missing or null.
export interface Flag {
  readonly feature: string;
  readonly kind: string;
  readonly state: string;
  readonly offVariation?: string;
  readonly variations?: readonly { readonly identifier: string; readonly value: string }[] | null;
  readonly defaultServe?: Serve | null;
  readonly rules?: readonly Rule[] | null;
  readonly variationToTargetMap?: readonly TargetMapEntry[] | null;
  readonly prerequisites?: readonly { readonly feature: string; readonly variations?: readonly string[] | null }[] | null;
}

export interface Rule {
  readonly ruleId?: string;
  readonly priority: number;
  readonly clauses?: readonly Clause[] | null;
  readonly serve?: Serve | null;
}

export interface Serve {
  readonly variation?: string | null;
  readonly distribution?: Distribution | null;
}

export interface Distribution {
  readonly bucketBy?: string;
  readonly variations?: readonly { readonly variation: string; readonly weight: number }[] | null;
}

export interface TargetMapEntry {
  readonly variation: string;
  readonly targets?: readonly { readonly identifier: string }[] | null;
  readonly targetSegments?: readonly string[] | null;
}

export interface Clause {
  readonly attribute?: string;
  readonly op?: string;
  readonly values?: readonly string[] | null;
  readonly negate?: boolean;
}

export interface Segment {
  readonly identifier: string;
  readonly included?: readonly { readonly identifier: string }[] | null;
  readonly excluded?: readonly { readonly identifier: string }[] | null;
  readonly rules?: readonly Clause[] | null;
  readonly servingRules?: readonly { readonly priority?: number; readonly clauses?: readonly Clause[] | null }[] | null;
}
