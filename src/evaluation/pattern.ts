import { RE2JS } from 're2js';
import { patternSize } from './pattern-size.js';

/** Long enough for an alternation of several hundred e-mail addresses. */
const maxLength = 16_384;
const maxInstructions = 20_000;
/** Instructions times characters, the worst case of a match: some ten milliseconds at most, even where RE2 is at its slowest. */
const maxSteps = 500_000;

/** Whether the pattern is found anywhere in the text; undefined when the text is too long for so large a pattern. */
export type Pattern = (text: string) => boolean | undefined;

/** An RE2 pattern ready for use. Throws an error that tells why where it cannot be used: bad syntax, or beyond the limits. */
export function compilePattern(source: string): Pattern {
  if (source.length > maxLength) throw new Error(`the pattern is longer than ${maxLength} characters`);
  if (patternSize(source) > maxInstructions) throw new Error(`the pattern repeats too much: more than ${maxInstructions} instructions`);

  const pattern = RE2JS.compile(source);
  const maxTextLength = maxSteps / pattern.programSize();
  return (text) => (text.length > maxTextLength ? undefined : pattern.test(text));
}
