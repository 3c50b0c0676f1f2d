import type { EncodedVariation } from './encoded-variation.js';
import type { Evaluation, EvaluationReason } from './evaluation.js';

/** One possible end of a flag's evaluation, made when the flag is compiled. */
export type Outcome = ServedOutcome | UnservedOutcome;

export interface ServedOutcome {
  readonly evaluation: Evaluation;
  readonly encoded: EncodedVariation;
}

/** The flag serves nothing, or a variation that it does not have. */
export interface UnservedOutcome {
  readonly evaluation: undefined;
  readonly encoded: undefined;
  readonly problem: string;
}

/** How an outcome came about. */
export interface OutcomeOrigin {
  readonly reason: EvaluationReason;
  readonly isRollout?: boolean;
  readonly ruleId?: string;
}
