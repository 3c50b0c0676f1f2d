import type { Kind } from './kind.js';

const truths = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const falsehoods = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** The words of Go's strconv.ParseBool and no others: "yes" and "tRUE" are faults. */
export const boolean: Kind<boolean> = {
  expects: 'true or false (also 1, 0, t, f, T, F, TRUE, FALSE, True, False)',
  emptyIsUnset: false,
  isSwitch: true,
  parse: (given) => {
    if (truths.includes(given)) return true;
    return falsehoods.includes(given) ? false : undefined;
  },
};
