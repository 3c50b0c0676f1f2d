import type { Kind } from './kind.js';

/** Anything at all: names, secrets that never become a header, lists in another program's form. */
export const text: Kind<string> = {
  expects: 'text',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => given,
};
