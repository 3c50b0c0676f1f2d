import type { Kind } from './kind.js';

/** A part of a whole, from nothing to all of it. */
export const share: Kind<number> = {
  expects: 'a number from 0 to 1',
  emptyIsUnset: false,
  isSwitch: false,
  parse: (given) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(given) ? Number(given) : undefined),
};
