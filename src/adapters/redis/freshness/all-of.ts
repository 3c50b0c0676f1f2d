import type { Check } from './check.js';

/** The end of several checks. Requests of one turn mostly wait for the same ones: they share the promise. */
export function allOf(first: Check, others: readonly Check[]): Promise<void> {
  if (others.length === 0) return first.done;
  const known = first.together;
  if (known && known.others.length === others.length && others.every((other, index) => other === known.others[index])) return known.done;

  const done = Promise.all([first, ...others].map((check) => check.done)).then(() => undefined);
  first.together = { others, done };
  return done;
}
