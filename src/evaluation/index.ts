// Decides what flags serve a target. Pure: knows no framework, no files, no network; what it is given is all it sees.
export { compileEnvironment } from './compile-environment.js';
export { compileFlag } from './compile-flag.js';
export { compileSegment } from './compile-segment.js';
export type { CompiledEnvironment, EnvironmentOptions } from './compiled-environment.js';
export type { CompiledFlag } from './compiled-flag.js';
export type { CompiledSegment } from './compiled-segment.js';
export { decodeTarget } from './decode-target.js';
export { decodeTargetHeader } from './decode-target-header.js';
export type { Evaluation, EvaluationReason } from './evaluation.js';
export type { EvaluationProblem, PatternOwner } from './evaluation-problem.js';
export { type JsonObject, objectOf, objectsOf, textsOf } from './json-fields.js';
