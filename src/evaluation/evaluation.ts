/**
 * Which step of the evaluation chose the variation: the flag is off, a prerequisite is unmet, the target itself or one of
 * its target groups is listed, a rule matched, or nothing did and the default serve applies.
 */
export type EvaluationReason = 'OFF' | 'PREREQUISITE' | 'TARGET' | 'TARGET_SEGMENT' | 'RULE' | 'DEFAULT';

/** What one flag serves one target, and why. Shared between requests and frozen. */
export interface Evaluation {
  readonly flag: string;
  /** The variation's identifier. */
  readonly identifier: string;
  readonly kind: string;
  /** The variation's text, unchanged for every kind. */
  readonly value: string;
  readonly reason: EvaluationReason;
  /** Whether a percentage rollout chose among several variations. */
  readonly isRollout: boolean;
  /** The rule that matched, where the reason is RULE and the rule has an identifier. */
  readonly ruleId?: string;
}
