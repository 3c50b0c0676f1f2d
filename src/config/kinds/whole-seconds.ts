import { longestWaitSeconds } from './longest-wait.js';
import type { Kind } from './kind.js';
import { wholeNumber } from './whole-number.js';

/** A duration written in whole seconds; the value is in milliseconds. */
export function wholeSeconds(min: number, max: number = longestWaitSeconds): Kind<number> {
  const seconds = wholeNumber(min, max);
  return {
    ...seconds,
    expects: `a whole number of seconds from ${min} to ${max}`,
    parse: (given) => {
      const parsed = seconds.parse(given);
      return parsed === undefined ? undefined : parsed * 1000;
    },
  };
}
