import type { Kind } from './kind.js';

/** Decimal digits only. A leading zero is refused: Go reads `060` as octal 48, people read it as 60. */
export function wholeNumber(min: number, max: number): Kind<number> {
  return {
    expects: `a whole number from ${min} to ${max}`,
    emptyIsUnset: false,
    isSwitch: false,
    parse: (given) => {
      if (!/^(0|[1-9]\d*)$/.test(given)) return undefined;
      const number = Number(given);
      return number >= min && number <= max ? number : undefined;
    },
  };
}
