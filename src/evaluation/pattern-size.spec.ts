import fc from 'fast-check';
import { RE2JS } from 're2js';
import { patternSize } from './pattern-size.js';

const atom = fc.constantFrom('a', '.', '\\d', '\\pL', '\\p{Greek}', '\\x{10FFFF}', '[a-z]', '[^]x]', '[\\]]', '\\(', '^', '$', '\\b', 'é', '\\Q[(\\E', '[[:alpha:]]');
const quantifier = fc.constantFrom('', '', '*', '+?', '?', '{2}', '{0,3}', '{3,}', '{2,5}?');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc
    .tuple(fc.oneof({ maxDepth: 4 }, atom, tie('pattern').map((inner) => `(${inner})`), tie('pattern').map((inner) => `(?:${inner})`)), quantifier)
    .map(([inner, repeated]) => inner + repeated),
  pattern: fc.array(fc.oneof(tie('part'), fc.constant('|')), { maxLength: 5 }).map((parts) => parts.join('')),
}));

describe('the size of a pattern', () => {
  it('is never less than the number of instructions that it compiles to', () => {
    fc.assert(
      fc.property(pattern, (source) => {
        fc.pre(compiles(source));

        expect(patternSize(source) + 3).toBeGreaterThanOrEqual(RE2JS.compile(source).programSize());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a character', 'a{1000}', 1000],
    ['a repeat in a repeat', '(a{100}){10}', 1000],
    ['what follows a quoted bracket', '\\Q[\\Ea{1000}', 1000],
    ['one after another', 'a{1000}'.repeat(1000), 1_000_000],
  ])('multiplies what is repeated: %s', (_what, source, least) => {
    expect(patternSize(source)).toBeGreaterThanOrEqual(least);
  });

  it.each(['\\x{100}', '\\p{Greek}', '[{100}]', 'a\\{100}', 'x{', '{1000', 'abc'])('takes no other brace for a repeat: %s', (source) => {
    expect(patternSize(source)).toBeLessThan(20);
  });
});

function compiles(source: string): boolean {
  try {
    return RE2JS.compile(source).programSize() > 0;
  } catch {
    return false;
  }
}
