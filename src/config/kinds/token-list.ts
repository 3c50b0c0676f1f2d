import type { Kind } from './kind.js';
import { token } from './token.js';

export const tokenList: Kind<readonly string[]> = {
  expects: 'a comma-separated list, each item of visible ASCII characters without blanks',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => {
    const items = given.split(',').map((item) => item.trim());
    return items.every((item) => token.parse(item) !== undefined) ? items : undefined;
  },
};
