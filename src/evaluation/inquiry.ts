import type { EvaluationProblem } from './evaluation-problem.js';

/** One request about one target, with everything already found out about the target. What conditions ask. */
export interface Inquiry {
  readonly targetIdentifier: string;

  /** The attribute as text; empty when absent. */
  attribute(name: string): string;

  /** 1 to 100; 0 when the target has nothing to take a bucket by. */
  bucket(bucketBy: string): number;

  /** Whether the target is in one of the groups, up to the first group that excludes it. */
  isInAnySegment(segments: SegmentList): boolean;

  report(problem: EvaluationProblem): void;
}

export type Condition = (inquiry: Inquiry) => boolean;

/** The groups one clause or target map entry names. Its identity is the key under which an environment looks them up once. */
export interface SegmentList {
  readonly identifiers: readonly string[];
}
