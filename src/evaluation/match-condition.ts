import type { PatternOwner } from './evaluation-problem.js';
import type { Condition } from './condition.js';
import type { Inquiry } from './inquiry.js';
import { compilePattern, type Pattern } from './pattern.js';
import { patternSize } from './pattern-size.js';

const compileEffort = 100_000;
const effortPerInstruction = 1_000;
const effortPerStep = 30;

/** A `match` clause. Its pattern is compiled at its first use; one that cannot be used never matches and is reported once. */
export function matchCondition(name: string, source: string, owner: PatternOwner): Condition {
  let pattern: Pattern | undefined;
  let size = 0;
  let isReported = false;

  return { holds };

  function holds(inquiry: Inquiry): boolean {
    const text = inquiry.attribute(name);
    if (text === '') return false;

    pattern ??= compile(inquiry);
    const found = pattern(text);
    if (found !== undefined) inquiry.spend(text.length * size * effortPerStep);
    if (found === undefined) report(inquiry, 'the attribute is too long for so large a pattern');
    return found ?? false;
  }

  function compile(inquiry: Inquiry): Pattern {
    try {
      const compiled = compilePattern(source);
      size = patternSize(source);
      inquiry.spend(compileEffort + size * effortPerInstruction);
      return compiled;
    } catch (error) {
      report(inquiry, error instanceof Error ? error.message : String(error));
      return () => false;
    }
  }

  function report(inquiry: Inquiry, message: string): void {
    if (isReported) return;
    isReported = true;
    inquiry.report({ kind: 'unusable-pattern', owner, message: message.slice(0, 200) });
  }
}
