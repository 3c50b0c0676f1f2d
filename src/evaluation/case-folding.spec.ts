import { foldCase } from './case-folding.js';

// Unicode 15.1 gave these a counterpart, which the reference's older tables do not know.
const tooNew = new Set(['\u1fd3', '\u1fe3', '\ufb06']);
const everyCased = casedCharacters();

describe('case folding', () => {
  it.each([
    ['HARNESS', 'harness'],
    ['ÉCOLE', 'école'],
    ['Σ', 'ς'],
    ['ſ', 's'],
    ['\u212a', 'k'],
    ['ẞ', 'ß'],
    ['𐐀', '𐐨'],
  ])('makes %s and %s equal', (a, b) => {
    expect(foldCase(a)).toBe(foldCase(b));
  });

  it.each([
    ['STRASSE', 'straße'],
    ['İ', 'i'],
    ['ı', 'i'],
    ['ﬁ', 'fi'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(foldCase(a)).not.toBe(foldCase(b));
  });

  it('makes exactly those characters equal that a Unicode regular expression without case takes for equal', () => {
    const all = everyCased.join('');
    for (const character of everyCased) {
      const alike = new Set(all.match(new RegExp(character, 'giu')));
      const folded = foldCase(character);

      expect(everyCased.filter((other) => foldCase(other) === folded)).toEqual(everyCased.filter((other) => alike.has(other)));
    }
  });

  it('keeps the length of every character', () => {
    for (const character of everyCased) expect(foldCase(character)).toHaveLength(character.length);
  });
});

function casedCharacters(): string[] {
  const found: string[] = [];
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    if (tooNew.has(character)) continue;
    if (character.toLowerCase() !== character || character.toUpperCase() !== character) found.push(character);
  }
  return found;
}
