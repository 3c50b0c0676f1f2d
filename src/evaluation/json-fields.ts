import { decimalText } from './number-text.js';

export type JsonObject = Readonly<Record<string, unknown>>;

const nothing: JsonObject = Object.freeze({});

// Readers for JSON that may be anything. A field of the wrong type counts as absent. An odd entry of a list stays as an
// empty entry, because leaving it out could loosen a rule: an AND of two clauses would become one clause.

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : nothing;
}

export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** Numbers and booleans count as their text: people who write files by hand leave the quotes out. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(value);
  return typeof value === 'boolean' ? String(value) : '';
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
