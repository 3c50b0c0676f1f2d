import { compileClause } from './clause.js';
import type { Condition } from './condition.js';
import type { PatternOwner } from './evaluation-problem.js';
import type { FlagOutcomes } from './flag-outcomes.js';
import { type JsonObject, numberOf, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';
import type { Place } from './place.js';
import type { SegmentList } from './segment-list.js';
import { compileServe } from './serve.js';
import type { Step } from './step.js';

interface FlagRule {
  readonly clauses: readonly (Condition | SegmentList)[];
  readonly serve: Step;
}

/** The first rule by priority whose clauses all hold serves. A rule without clauses fits everybody; one that serves nothing is passed over. */
export function compileFlagRules(rules: readonly JsonObject[], outcomes: FlagOutcomes, owner: PatternOwner): Step {
  const compiled = rules
    .toSorted(byPriority)
    .flatMap((rule) => compileRule(rule, outcomes, owner))
    .toReversed();

  return (graph, otherwise) => {
    let next: Place = otherwise;
    for (const { clauses, serve } of compiled) {
      let place = serve(graph, otherwise);
      for (const clause of clauses.toReversed()) {
        const question = 'identifiers' in clause ? graph.questions.aboutSegments(clause) : graph.questions.about(clause);
        place = graph.ask(question, place, next);
      }
      next = place;
    }
    return next;
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

  const clauses = objectsOf(rule['clauses']).map((clause) =>
    clause['op'] === 'segmentMatch' ? { identifiers: textsOf(clause['values']) } : compileClause(clause, owner),
  );
  return [{ clauses, serve }];
}
