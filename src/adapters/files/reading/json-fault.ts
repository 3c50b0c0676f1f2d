import { endOfJsonString } from './json-string.js';

interface JsonFault {
  readonly at: number;
  readonly expected: string;
}

type State = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'next' | 'end';

const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const space = /[ \t\r\n]*/y;

const wanted: Readonly<Record<State, string>> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or }',
  colon: 'a colon',
  next: 'a comma or the closing bracket',
  end: 'the end of the file',
};

/**
 * Where a text stops being JSON, and what should stand there; undefined when it is JSON. The messages of JSON.parse differ from
 * one Node to the next, tell no place in a short text, and quote what the file holds.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: string[] = [];
  let state: State = 'value';
  for (let at = afterSpace(text, 0); ; at = afterSpace(text, at)) {
    const character = text.charAt(at);
    if (character === '' && state === 'end') return undefined;
    const end = endOfToken(text, at, state, open.at(-1));
    if (end === undefined) return { at, expected: open.length > 0 && state === 'next' ? `a comma or ${open.at(-1)}` : wanted[state] };
    state = stateAfter(character, state, open);
    at = end;
  }
}

function endOfToken(text: string, at: number, state: State, closing: string | undefined): number | undefined {
  const character = text.charAt(at);
  switch (state) {
    case 'value or ]':
      if (character === ']') return at + 1;
      return endOfToken(text, at, 'value', closing);
    case 'value':
      if (character === '{' || character === '[') return at + 1;
      if (character === '"') return endOfJsonString(text, at);
      scalar.lastIndex = at;
      return scalar.test(text) ? scalar.lastIndex : undefined;
    case 'key or }':
      if (character === '}') return at + 1;
      return endOfToken(text, at, 'key', closing);
    case 'key':
      return character === '"' ? endOfJsonString(text, at) : undefined;
    case 'colon':
      return character === ':' ? at + 1 : undefined;
    case 'next':
      return character === ',' || character === closing ? at + 1 : undefined;
    case 'end':
      return undefined;
    default:
      return state satisfies never;
  }
}

function stateAfter(character: string, state: State, open: string[]): State {
  if (state === 'key' || state === 'key or }') return character === '}' ? closed(open) : 'colon';
  if (state === 'colon') return 'value';
  if (state === 'next' && character === ',') return open.at(-1) === '}' ? 'key' : 'value';
  if (state === 'next' || character === ']') return closed(open);
  if (character === '{' || character === '[') {
    open.push(character === '{' ? '}' : ']');
    return character === '{' ? 'key or }' : 'value or ]';
  }
  return open.length > 0 ? 'next' : 'end';
}

function closed(open: string[]): State {
  open.pop();
  return open.length > 0 ? 'next' : 'end';
}

function afterSpace(text: string, at: number): number {
  space.lastIndex = at;
  space.test(text);
  return space.lastIndex;
}
