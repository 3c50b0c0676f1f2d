import type { Target } from '../kernel/target.js';
import { decimalText } from './number-text.js';
import { listText, objectText } from './nested-value-text.js';

/** A target's attribute as the text that clauses and rollouts compare; empty when absent. `identifier` and `name` are the target's own. */
export function attributeText(target: Target, name: string): string {
  if (name === '') return '';
  if (name === 'identifier') return target.identifier;
  if (name === 'name') return target.name;
  return Object.hasOwn(target.attributes, name) ? valueText(target.attributes[name]) : '';
}

function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return decimalText(value);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return '<nil>';
      return Array.isArray(value) ? listText(value) : objectText(value);
    default:
      return '';
  }
}
