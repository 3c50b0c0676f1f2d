import { CompiledEnvironment, type EnvironmentOptions } from './compiled-environment.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { CompiledSegment } from './compiled-segment.js';

/** Puts compiled flags and groups together. Cheap: the same compiled ones go into one environment after another. */
export function compileEnvironment(
  flags: Iterable<CompiledFlag>,
  segments: Iterable<CompiledSegment>,
  options: EnvironmentOptions,
): CompiledEnvironment {
  return new CompiledEnvironment(flags, segments, options);
}
