import { compileClause } from './clause.js';
import { CompiledSegment, type Membership, type SegmentRule } from './compiled-segment.js';
import type { PatternOwner } from './evaluation-problem.js';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';

/** Compiles a target group. Takes any JSON and never throws; what is missing or odd counts as absent. */
export function compileSegment(json: unknown): CompiledSegment {
  const segment = objectOf(json);
  const identifier = textOf(segment['identifier']);
  return new CompiledSegment(identifier, () => compileMembership(segment, { type: 'target-segment', identifier }));
}

function compileMembership(segment: JsonObject, owner: PatternOwner): Membership {
  const clauses = objectsOf(segment['rules']);
  const groups = objectsOf(segment['servingRules']).map((rule) => objectsOf(rule['clauses']));
  const firstClauses = groups.flatMap((group) => group.slice(0, 1));

  const anyOf = (alternatives: readonly JsonObject[]) => alternatives.map((clause) => compileRule([clause], owner));
  const rulesWithoutAnd = anyOf(clauses.length > 0 ? clauses : firstClauses);
  return {
    excluded: identifiersOf(segment['excluded']),
    included: identifiersOf(segment['included']),
    // A group of no clauses matches nobody, unlike a flag's rule.
    rules: groups.length > 0 ? groups.filter((group) => group.length > 0).map((group) => compileRule(group, owner)) : rulesWithoutAnd,
    rulesWithoutAnd,
  };
}

function compileRule(clauses: readonly JsonObject[], owner: PatternOwner): SegmentRule {
  const nested = clauses.filter((clause) => clause['op'] === 'segmentMatch');
  const plain = clauses.filter((clause) => clause['op'] !== 'segmentMatch');
  return {
    conditions: plain.map((clause) => compileClause(clause, owner)),
    segmentLists: nested.map((clause) => ({ identifiers: textsOf(clause['values']) })),
  };
}

function identifiersOf(members: unknown): ReadonlySet<string> {
  return new Set(objectsOf(members).map((member) => textOf(member['identifier'])));
}
