import { isObject } from './json-fields.js';
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
    return typeof value === 'number' ? jsonNumberText(value) : String(value ?? null);
  },
};

const listNotation: Notation = {
  object: 'map[',
  objectEnd: ']',
  separator: ' ',
  key: (key) => `${key}:`,
  scalar: (value) => (typeof value === 'number' ? listNumberText(value) : String(value ?? '<nil>')),
};

interface Level {
  readonly keys: readonly string[] | undefined;
  readonly values: readonly unknown[];
  readonly end: string;
  next: number;
}

// Keeps its own stack: values come from outside and may be nested deeper than the call stack.
function nestedText(outermost: object, notation: Notation): string {
  const parts: string[] = [];
  const outer: Level[] = [];
  let level = open(outermost);

  for (;;) {
    if (level.next === level.values.length) {
      parts.push(level.end);
      const next = outer.pop();
      if (next === undefined) return parts.join('');
      level = next;
      continue;
    }
    if (level.next > 0) parts.push(notation.separator);
    if (level.keys !== undefined) parts.push(notation.key(level.keys[level.next] ?? ''));
    const value = level.values[level.next++];
    if (typeof value === 'object' && value !== null) {
      outer.push(level);
      level = open(value);
    } else {
      parts.push(notation.scalar(value));
    }
  }

  function open(value: object): Level {
    if (!isObject(value)) {
      parts.push('[');
      return { keys: undefined, values: Array.isArray(value) ? value : [], end: ']', next: 0 };
    }
    parts.push(notation.object);
    const keys = Object.keys(value).toSorted(compareUtf8);
    return { keys, values: keys.map((key) => value[key]), end: notation.objectEnd, next: 0 };
  }
}
