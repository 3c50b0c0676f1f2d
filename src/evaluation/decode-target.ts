import type { Target } from '../kernel/target.js';
import { foldCase } from './case-folding.js';
import { isObject } from './json-fields.js';

/**
 * The target in decoded JSON as an SDK sent it; undefined when it is none. Keys are found in any case, a later one winning,
 * and `null` counts as absent. Every field may be missing.
 */
export function decodeTarget(json: unknown): Target | undefined {
  if (!isObject(json)) return undefined;

  let identifier = '';
  let name = '';
  let anonymous: boolean | undefined;
  let attributes: Readonly<Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(json)) {
    const field = fieldOf(key);
    if (field === undefined || value === null) continue;
    if (field === 'identifier' && typeof value === 'string') identifier = value;
    else if (field === 'name' && typeof value === 'string') name = value;
    else if (field === 'anonymous' && typeof value === 'boolean') anonymous = value;
    else if (field === 'attributes' && isObject(value)) attributes = value;
    else return undefined;
  }
  return { identifier, name, attributes, ...(anonymous === undefined ? {} : { anonymous }) };
}

const fields = ['identifier', 'name', 'anonymous', 'attributes'] as const;
const longest = 'identifier'.length;

function fieldOf(key: string): (typeof fields)[number] | undefined {
  if (key.length > longest) return undefined;
  const folded = foldCase(key);
  return fields.find((field) => field === folded);
}
