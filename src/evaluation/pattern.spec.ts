import { compilePattern } from './pattern.js';

describe('a pattern', () => {
  it.each([
    ['^har', 'harness'],
    ['rne', 'harness'],
    ['(?i)HARNESS', 'harness'],
    ['\\Aharness\\z', 'harness'],
    ['^\\pL+$', 'école'],
    ['^.$', '😀'],
    ['(?P<n>h)', 'harness'],
  ])('%s is found in %s', (source, text) => {
    expect(compilePattern(source)(text)).toBe(true);
  });

  it.each(['(', 'h(?=a)', '(h)\\1', 'a{1001}', '(?<=a)b'])('%s is refused, as it is not RE2', (source) => {
    expect(() => compilePattern(source)).toThrow('error parsing regexp');
  });

  it('is refused before it is compiled when its repeats make it huge', () => {
    expect(() => compilePattern('a{1000}'.repeat(1000))).toThrow('the pattern repeats too much');
  });

  it('is refused when it is longer than any pattern written by hand', () => {
    expect(() => compilePattern('a'.repeat(20_000))).toThrow('the pattern is longer than');
  });

  it('finds any of hundreds of addresses', () => {
    const addresses = Array.from({ length: 400 }, (_, index) => `somebody${index}@example\\.com`);

    expect(compilePattern(`^(${addresses.join('|')})$`)('somebody399@example.com')).toBe(true);
  });

  it('has no answer where pattern and text together are beyond the limit, and an answer just below', () => {
    const pattern = compilePattern('(a|b){990}c');

    expect(pattern('ab'.repeat(50_000))).toBeUndefined();
    expect(pattern('ab'.repeat(50))).toBe(false);
  });
});
