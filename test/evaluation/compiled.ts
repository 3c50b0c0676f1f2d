import { type CompiledEnvironment, compileEnvironment, compileFlag, compileSegment, type EvaluationProblem } from '../../src/evaluation/index.js';

interface Options {
  readonly andRules?: boolean;
  readonly onProblem?: (problem: EvaluationProblem) => void;
}

/** An environment straight from JSON, with AND rules unless told otherwise. */
export function compiled(flags: readonly unknown[], segments: readonly unknown[] = [], options: Options = {}): CompiledEnvironment {
  return compileEnvironment(flags.map(compileFlag), segments.map(compileSegment), { andRules: true, ...options });
}
