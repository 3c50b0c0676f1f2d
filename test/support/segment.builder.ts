/** A target group as SaaS writes it. */
export interface SegmentJson {
  readonly identifier: string;
  readonly name: string;
  readonly environment?: string;
  readonly tags?: readonly object[] | null;
  readonly included?: readonly SegmentTargetJson[] | null;
  readonly excluded?: readonly SegmentTargetJson[] | null;
  readonly rules?: readonly ClauseJson[] | null;
  readonly servingRules?: readonly { readonly ruleId: string; readonly priority: number; readonly clauses: readonly ClauseJson[] }[] | null;
  readonly version?: number;
  readonly [field: string]: unknown;
}

interface SegmentTargetJson {
  readonly identifier: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

interface ClauseJson {
  readonly id?: string;
  readonly attribute: string;
  readonly op: string;
  readonly values: readonly string[];
  readonly negate?: boolean;
}

/** A target group without members or rules. Without a version, so that the stand-in SaaS numbers it. */
export function aSegment(fields: Partial<SegmentJson> = {}): SegmentJson {
  return {
    identifier: 'beta-testers',
    name: 'Beta testers',
    environment: 'production',
    tags: [],
    included: [],
    excluded: [],
    rules: [],
    createdAt: 1_700_000_000_000,
    modifiedAt: 1_700_000_000_000,
    ...fields,
  };
}
