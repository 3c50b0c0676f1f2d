import { isObject, type JsonObject } from './json-fields.js';
import { jsonNumberText, listNumberText } from './number-text.js';
import { quoteJson } from './quote-json.js';
import { compareUtf8 } from './utf8-order.js';

/** An object as compact JSON. Keys are sorted, so the text does not depend on the order in which they were sent. */
export function objectText(value: object): string {
  return nestedText(value, jsonNotation);
}

/** A list as Go prints it: `[a 1 map[k:v] <nil>]`. */
export function listText(value: object): string {
  return nestedText(value, listNotation);
}

interface Notation {
  readonly object: string;
  readonly objectEnd: string;
  readonly separator: string;
  key(key: string): string;
  scalar(value: unknown): string;
}

const jsonNotation: Notation = {
  object: '{',
  objectEnd: '}',
  separator: ',',
  key: (key) => `${quoteJson(key)}:`,
  scalar: (value) => {
    if (typeof value === 'string') return quoteJson(value);
    if (typeof value === 'number') return jsonNumberText(value);
    return typeof value === 'boolean' ? String(value) : 'null';
  },
};

const listNotation: Notation = {
  object: 'map[',
  objectEnd: ']',
  separator: ' ',
  key: (key) => `${key}:`,
  scalar: (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return listNumberText(value);
    return typeof value === 'boolean' ? String(value) : '<nil>';
  },
};

/** A list (`items`) or an object (`source` and its sorted `keys`) that is being written. */
interface Level {
  readonly isList: boolean;
  readonly items: readonly unknown[];
  readonly keys: readonly string[];
  readonly source: JsonObject;
  readonly length: number;
  next: number;
}

const none: readonly never[] = [];
const nothing: JsonObject = {};

// Keeps its own stack: values come from outside and may be nested deeper than the call stack.
function nestedText(outermost: object, notation: Notation): string {
  const parts: string[] = [];
  const outer: Level[] = [];
  let level = enter(outermost, notation, parts);

  for (;;) {
    if (level.next === level.length) {
      parts.push(level.isList ? ']' : notation.objectEnd);
      const next = outer.pop();
      if (next === undefined) return parts.join('');
      level = next;
      continue;
    }
    if (level.next > 0) parts.push(notation.separator);
    const value = nextValue(level, notation, parts);
    if (typeof value === 'object' && value !== null) {
      outer.push(level);
      level = enter(value, notation, parts);
    } else {
      parts.push(notation.scalar(value));
    }
  }
}

function enter(value: object, notation: Notation, parts: string[]): Level {
  if (isObject(value)) {
    parts.push(notation.object);
    const keys = Object.keys(value);
    if (keys.length > 1) keys.sort(compareUtf8);
    return { isList: false, items: none, keys, source: value, length: keys.length, next: 0 };
  }
  parts.push('[');
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return { isList: true, items, keys: none, source: nothing, length: items.length, next: 0 };
}

function nextValue(level: Level, notation: Notation, parts: string[]): unknown {
  const position = level.next++;
  if (level.isList) return level.items[position];

  const key = level.keys[position] ?? '';
  parts.push(notation.key(key));
  return level.source[key];
}
