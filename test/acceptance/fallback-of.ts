import type { Question } from './sdk.js';

const fallbacks: Readonly<Record<Exclude<Question['kind'], 'boolean'>, unknown>> = { string: 'nothing', int: -1, json: { nothing: true } };

/** A value that no evaluation gives where `expected` is right. */
export function fallbackOf(kind: Question['kind'], expected: unknown): unknown {
  return kind === 'boolean' ? expected !== true : fallbacks[kind];
}
