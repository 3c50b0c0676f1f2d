/** Where one member of an object stands in its text: `start` is the key's opening quote, `valueEnd` is one past the value. */
export interface JsonMember {
  /** Decoded. Duplicate keys appear as often as they were written; the last one counts, as with JSON.parse. */
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** The text is no array or object, or breaks off. Only the outer level is checked: what lies deeper is passed over. */
export class MalformedJsonText extends SyntaxError {}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,\]}]|$)/y;

/** The source text of each element of an array. */
export function elementsOf(arrayText: string): string[] {
  return [...eachElement(arrayText)];
}

/** The same one by one, so that a caller with a large array can pause between elements. */
export function* eachElement(arrayText: string): Generator<string, void, undefined> {
  let at = openingOf(arrayText, OPEN_BRACKET, 'an array');
  while (arrayText.charCodeAt(at) !== CLOSE_BRACKET) {
    const end = endOfValue(arrayText, at);
    yield arrayText.slice(at, end);
    at = nextEntry(arrayText, end, CLOSE_BRACKET);
  }
  expectNothingAfter(arrayText, at + 1);
}

/** Every member of an object in the order of the text. */
export function membersOf(objectText: string): JsonMember[] {
  return [...eachMember(objectText)];
}

/** The same one by one. */
export function* eachMember(objectText: string): Generator<JsonMember, void, undefined> {
  let start = openingOf(objectText, OPEN_BRACE, 'an object');
  while (objectText.charCodeAt(start) !== CLOSE_BRACE) {
    if (objectText.charCodeAt(start) !== QUOTE) throw malformed('a key', start);
    const keyEnd = endOfString(objectText, start);
    const colon = skipSpace(objectText, keyEnd);
    if (objectText.charCodeAt(colon) !== COLON) throw malformed('a colon', colon);
    const valueStart = skipSpace(objectText, colon + 1);
    const valueEnd = endOfValue(objectText, valueStart);
    yield { key: decodedKey(objectText.slice(start, keyEnd)), start, valueStart, valueEnd };
    start = nextEntry(objectText, valueEnd, CLOSE_BRACE);
  }
  expectNothingAfter(objectText, start + 1);
}

/** The source text of one member's value, or undefined when the object has no such member. */
export function memberOf(objectText: string, key: string): string | undefined {
  const member = membersOf(objectText).findLast((candidate) => candidate.key === key);
  return member && objectText.slice(member.valueStart, member.valueEnd);
}

function openingOf(text: string, bracket: number, what: string): number {
  const at = skipSpace(text, 0);
  if (text.charCodeAt(at) !== bracket) throw malformed(what, at);
  return skipSpace(text, at + 1);
}

/** The start of the entry after this one, or the place of the closing bracket. */
function nextEntry(text: string, after: number, closing: number): number {
  const at = skipSpace(text, after);
  const code = text.charCodeAt(at);
  if (code === closing) return at;
  if (code !== COMMA) throw malformed('a comma or the end', at);
  const next = skipSpace(text, at + 1);
  if (text.charCodeAt(next) === closing) throw malformed('a value after the comma', next);
  return next;
}

function endOfValue(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return endOfString(text, start);
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return endOfNested(text, start);
  scalar.lastIndex = start;
  if (!scalar.test(text)) throw malformed('a value', start);
  return scalar.lastIndex;
}

/** Counts depth instead of recursing: no nesting is deep enough to exhaust the stack. */
function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return at + 1;
  }
  throw malformed('the end of what opens', start);
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  throw malformed('the end of the string that opens', start);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; ) code = text.charCodeAt(++at);
  return at;
}

function decodedKey(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

function expectNothingAfter(text: string, from: number): void {
  const at = skipSpace(text, from);
  if (at < text.length) throw malformed('the end of the text', at);
}

/** Names the place and never the content, which may be secret. */
function malformed(expected: string, at: number): MalformedJsonText {
  return new MalformedJsonText(`Malformed JSON: expected ${expected} at position ${at}`);
}
