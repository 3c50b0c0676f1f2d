import { foldCase } from './case-folding.js';
import type { PatternOwner } from './evaluation-problem.js';
import type { Condition, Inquiry } from './inquiry.js';
import { type JsonObject, textOf, textsOf } from './json-fields.js';
import { matchCondition } from './match-condition.js';
import { compareUtf8 } from './utf8-order.js';

const never: Condition = () => false;

/**
 * The condition of one clause, `segmentMatch` apart. `negate` has no effect, as in every official SDK. Operators compare
 * with the first value only, but `in`. An empty or missing attribute matches nothing.
 */
export function compileClause(clause: JsonObject, owner: PatternOwner): Condition {
  const name = textOf(clause['attribute']);
  const values = textsOf(clause['values']);
  const [value] = values;
  if (value === undefined) return never;

  switch (clause['op']) {
    case 'equal':
      return equalCondition(name, value);
    case 'equal_sensitive':
      return value === '' ? never : (inquiry) => inquiry.attribute(name) === value;
    case 'in':
      return inCondition(name, values);
    case 'gt':
      return onPresent(name, (text) => compareUtf8(text, value) > 0);
    case 'starts_with':
      return onPresent(name, (text) => text.startsWith(value));
    case 'ends_with':
      return onPresent(name, (text) => text.endsWith(value));
    case 'contains':
      return onPresent(name, (text) => text.includes(value));
    case 'match':
      return matchCondition(name, value, owner);
    default:
      return never;
  }
}

function onPresent(name: string, holds: (text: string) => boolean): Condition {
  return (inquiry: Inquiry) => {
    const text = inquiry.attribute(name);
    return text !== '' && holds(text);
  };
}

function equalCondition(name: string, value: string): Condition {
  const folded = foldCase(value);
  return (inquiry) => {
    const text = inquiry.attribute(name);
    return text !== '' && (text === value || (text.length === value.length && foldCase(text) === folded));
  };
}

function inCondition(name: string, values: readonly string[]): Condition {
  const allowed = new Set(values);
  allowed.delete('');
  return (inquiry) => allowed.has(inquiry.attribute(name));
}
