import type { EvaluationProblem } from './evaluation-problem.js';

/** One request about one target, with everything already found out about the target. */
export interface Inquiry {
  readonly targetIdentifier: string;

  /** The bits that every list with the target has. */
  readonly targetBits: number;

  /** The attribute as text; empty when absent. */
  attribute(name: string): string;

  /** 1 to 100; 0 when the target has nothing to take a bucket by. */
  bucket(bucketBy: string): number;

  /** The answer to one of the environment's questions. */
  answer(question: number): boolean;

  /** Whether the target is in one of the groups at these places of the environment, up to the first that excludes it. */
  isInAnySegment(segmentIndexes: readonly number[]): boolean;

  /** Whether the prerequisites of the flag at this place of the environment are met. */
  meetsPrerequisites(flagIndex: number): boolean;

  /** Counts what an answer costs, in nanoseconds or so, where that is much: long texts and patterns. */
  spend(effort: number): void;

  report(problem: EvaluationProblem): void;
}
