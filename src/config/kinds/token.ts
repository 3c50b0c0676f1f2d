import type { Kind } from './kind.js';

/** A key that travels in a request header, where blanks, line ends and non-ASCII would break the request much later. */
export const token: Kind<string> = {
  expects: 'visible ASCII characters without blanks',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => (/^[\x21-\x7e]+$/.test(given) ? given : undefined),
};
