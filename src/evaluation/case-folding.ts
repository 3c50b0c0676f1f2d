const ascii = /^[\0-\x7f]*$/;

/**
 * The text with every character replaced by the one that stands for all its cases (Unicode simple case folding): É and é,
 * Σ σ ς, K and the Kelvin sign become equal, ß and ss do not. Keeps the length in UTF-16 units.
 */
export function foldCase(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();

  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

function foldCharacter(character: string): string {
  // Dotless i has I as its upper case, yet folds to itself.
  if (character === 'ı') return character;

  const upper = character.toUpperCase();
  const lower = (upper.length === character.length ? upper : character).toLowerCase();
  // Where a case has more characters (İ), simple folding leaves the character alone.
  return lower.length === character.length ? lower : character;
}
