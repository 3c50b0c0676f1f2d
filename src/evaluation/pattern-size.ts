/**
 * How many instructions a pattern compiles to, at most. Counted repeats multiply what they repeat, so 7 KB of
 * `a{1000}` would be a million instructions and take seconds to compile: this is known before.
 */
export function patternSize(pattern: string): number {
  let total = 0;
  let last = 0;
  const outer: number[] = [];

  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '(') {
      outer.push(total + last);
      total = last = 0;
    } else if (character === ')') {
      const inner = total + last + 3;
      total = outer.pop() ?? 0;
      last = inner;
    } else if (character === '{') {
      const repeat = countedRepeat(pattern, at);
      // Each optional copy (`{0,5}`) takes an instruction of its own.
      if (repeat.length > 0) last = (last + 1) * repeat.times + 1;
      at += repeat.length;
    } else if (pattern.startsWith('\\Q', at)) {
      const end = endOfQuotation(pattern, at);
      total += last + end - at;
      last = 1;
      at = end;
    } else {
      total += last;
      last = character === '|' || character === '*' ? 2 : 1;
      if (character === '\\') at = endOfEscape(pattern, at);
      else if (character === '[') at = endOfClass(pattern, at);
    }
  }
  return outer.reduce((sum, part) => sum + part, total + last);
}

function countedRepeat(pattern: string, at: number): { readonly times: number; readonly length: number } {
  const counts = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(at, at + 20));
  if (counts === null) return { times: 1, length: 0 };
  return { times: Math.max(1, Number(counts[1]), Number(counts[2] ?? 0)), length: counts[0].length - 1 };
}

// The braces of \x{10FFFF} and \p{Greek} repeat nothing.
function endOfEscape(pattern: string, start: number): number {
  const braced = /^\\[xpP]\{[^}]*\}/.exec(pattern.slice(start, start + 40));
  return braced === null ? start + 1 : start + braced[0].length - 1;
}

// Nothing between \Q and \E means more than itself, an opening bracket least of all.
function endOfQuotation(pattern: string, start: number): number {
  const end = pattern.indexOf('\\E', start);
  return end === -1 ? pattern.length : end + 1;
}

function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  for (; at < pattern.length && pattern[at] !== ']'; at++) if (pattern[at] === '\\') at++;
  return at;
}
