import { compileClause } from './clause.js';
import type { PatternOwner } from './evaluation-problem.js';
import type { FlagOutcomes } from './flag-outcomes.js';
import type { Condition, SegmentList } from './inquiry.js';
import { type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';
import { compileServe, type Serve } from './serve.js';

interface FlagRule {
  readonly conditions: readonly Condition[];
  readonly serve: Serve;
}

/** The first rule by priority whose clauses all hold serves. A rule without clauses fits everybody; one that serves nothing is passed over. */
export function compileFlagRules(rules: readonly JsonObject[], outcomes: FlagOutcomes, owner: PatternOwner): Serve | undefined {
  const compiled = [...rules].sort(byPriority).flatMap((rule) => compileRule(rule, outcomes, owner));
  if (compiled.length === 0) return undefined;

  return (inquiry) => {
    for (const { conditions, serve } of compiled) {
      let holds = true;
      for (let i = 0; holds && i < conditions.length; i++) holds = conditions[i]?.(inquiry) ?? true;
      if (holds) return serve(inquiry);
    }
    return undefined;
  };
}

function byPriority(a: JsonObject, b: JsonObject): number {
  const [first, second] = [numberOf(a['priority']), numberOf(b['priority'])];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function compileRule(rule: JsonObject, outcomes: FlagOutcomes, owner: PatternOwner): FlagRule[] {
  const ruleId = textOf(rule['ruleId']);
  const serve = compileServe(objectOf(rule['serve']), outcomes, { reason: 'RULE', ...(ruleId === '' ? {} : { ruleId }) });
  if (serve === undefined) return [];

  const conditions = objectsOf(rule['clauses']).map((clause) =>
    clause['op'] === 'segmentMatch' ? segmentCondition({ identifiers: textsOf(clause['values']) }) : compileClause(clause, owner),
  );
  return [{ conditions, serve }];
}

function segmentCondition(segments: SegmentList): Condition {
  return (inquiry) => inquiry.isInAnySegment(segments);
}
