import type { Kind } from './kind.js';

/** The name of a file or directory. Whether it can be read is found out by whoever opens it. */
export const path: Kind<string> = {
  expects: 'the path of a file or directory',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => (given.includes('\0') ? undefined : given),
};
