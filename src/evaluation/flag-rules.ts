import { compileClause } from './clause.js';
import type { Condition } from './condition.js';
import type { PatternOwner } from './evaluation-problem.js';
import type { FlagOutcomes } from './flag-outcomes.js';
import { type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';
import type { Questions } from './questions.js';
import type { SegmentList } from './segment-list.js';
import { compileServe, type Serve, type Step } from './serve.js';

interface FlagRule {
  readonly clauses: readonly (Condition | SegmentList)[];
  readonly serve: Serve;
}

/** The first rule by priority whose clauses all hold serves. A rule without clauses fits everybody; one that serves nothing is passed over. */
export function compileFlagRules(rules: readonly JsonObject[], outcomes: FlagOutcomes, owner: PatternOwner): Step | undefined {
  const compiled = rules.toSorted(byPriority).flatMap((rule) => compileRule(rule, outcomes, owner));
  return compiled.length === 0 ? undefined : (questions) => linkRules(compiled, questions);
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

  const clauses = objectsOf(rule['clauses']).map((clause) =>
    clause['op'] === 'segmentMatch' ? { identifiers: textsOf(clause['values']) } : compileClause(clause, owner),
  );
  return [{ clauses, serve }];
}

function linkRules(compiled: readonly FlagRule[], questions: Questions): Serve {
  const rules = compiled.map(({ clauses, serve }) => ({
    questions: clauses.map((clause) => ('identifiers' in clause ? questions.aboutSegments(clause) : questions.about(clause))),
    serve,
  }));

  return (inquiry) => {
    nextRule: for (const rule of rules) {
      for (const question of rule.questions) if (!inquiry.answer(question)) continue nextRule;
      return rule.serve(inquiry);
    }
    return undefined;
  };
}
