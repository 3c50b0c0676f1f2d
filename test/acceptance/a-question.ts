import type { Question } from './sdk.js';

/** One read of a boolean flag for a target without attributes. */
export function aQuestion(fields: Partial<Question> & { readonly flag: string }): Question {
  return { kind: 'boolean', target: { identifier: 'otto', name: 'Otto' }, fallback: false, reads: 1, ...fields };
}
