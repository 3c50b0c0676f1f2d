import { InvalidMetrics } from './invalid-metrics.js';

/** Null and missing read as the empty string; whatever is no string as its JSON text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';

  return jsonOf(value);
}

// A body can be parsed at any depth of nesting, but written only as deep as the stack reaches.
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new InvalidMetrics('an attribute value is nested too deeply', { cause });
  }
}
