import { longestWaitSeconds } from './longest-wait.js';
import type { Kind } from './kind.js';

/** A duration written in seconds, with a fraction if need be; the value is in whole milliseconds. */
export function seconds(min: number, max: number = longestWaitSeconds): Kind<number> {
  return {
    expects: `a number of seconds from ${min} to ${max}, fractions allowed`,
    emptyIsUnset: false,
    isSwitch: false,
    parse: (given) => {
      if (!/^(0|[1-9]\d*)(\.\d+)?$/.test(given)) return undefined;
      const parsed = Number(given);
      return parsed >= min && parsed <= max ? Math.round(parsed * 1000) : undefined;
    },
  };
}
