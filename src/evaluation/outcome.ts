import type { Evaluation, EvaluationReason } from './evaluation.js';

/** One possible end of a flag's evaluation, made when the flag is compiled. `evaluation` is absent where nothing can be served. */
export interface Outcome {
  readonly variation: string;
  readonly evaluation?: Evaluation;
  /** The evaluation as it goes over the wire. */
  readonly json: string;
  /** Why there is no evaluation. */
  readonly problem?: string;
}

/** How an outcome came about. */
export interface OutcomeOrigin {
  readonly reason: EvaluationReason;
  readonly isRollout?: boolean;
  readonly ruleId?: string;
}
