/**
 * Something in a flag or target group that evaluation had to pass over. Reported once per compiled flag or group, so once
 * per version as long as unchanged ones are reused.
 */
export type EvaluationProblem =
  /** For some target the flag serves no variation that it has; it is left out of answers then. */
  | { readonly kind: 'unevaluable-flag'; readonly flag: string; readonly message: string }
  /** A `match` clause whose pattern cannot be used, or not on so long a text; it does not match. */
  | { readonly kind: 'unusable-pattern'; readonly owner: PatternOwner; readonly message: string };

export interface PatternOwner {
  readonly type: 'flag' | 'target-segment';
  readonly identifier: string;
}
