import { foldCase } from './case-folding.js';
import { type Condition, conditionKey } from './condition.js';
import type { PatternOwner } from './evaluation-problem.js';
import { type JsonObject, textOf, textsOf } from './json-fields.js';
import { matchCondition } from './match-condition.js';
import { compareUtf8 } from './utf8-order.js';

type TextTest = (text: string) => boolean;

/**
 * The condition of one clause, `segmentMatch` apart. `negate` has no effect, as in every official SDK. All operators but
 * `in` compare with the first value only. An empty or missing attribute matches nothing.
 */
export function compileClause(clause: JsonObject, owner: PatternOwner): Condition {
  const operator = textOf(clause['op']);
  const name = textOf(clause['attribute']);
  const values = textsOf(clause['values']);
  // A pattern reports its faults as its owner's, so no other flag may share it.
  if (operator === 'match' && values[0] !== undefined) return matchCondition(name, values[0], owner);

  const test = compileTest(operator, values);
  const holds: Condition['holds'] = (inquiry) => {
    const text = inquiry.attribute(name);
    return text !== '' && test(text);
  };
  return { holds, ...conditionKey(operator, [name, ...values]) };
}

function compileTest(operator: string, values: readonly string[]): TextTest {
  const [value] = values;
  if (value === undefined) return () => false;

  switch (operator) {
    case 'equal':
      return equalTest(value);
    case 'equal_sensitive':
      return (text) => text === value;
    case 'in':
      return inTest(values);
    case 'gt':
      return (text) => compareUtf8(text, value) > 0;
    case 'starts_with':
      return (text) => text.startsWith(value);
    case 'ends_with':
      return (text) => text.endsWith(value);
    case 'contains':
      return (text) => text.includes(value);
    default:
      return () => false;
  }
}

function equalTest(value: string): TextTest {
  const folded = foldCase(value);
  return (text) => text === value || (text.length === value.length && foldCase(text) === folded);
}

function inTest(values: readonly string[]): TextTest {
  const allowed = new Set(values);
  return (text) => allowed.has(text);
}
