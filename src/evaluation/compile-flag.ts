import { CompiledFlag, type FlagLogic, type Prerequisite } from './compiled-flag.js';
import { FlagOutcomes } from './flag-outcomes.js';
import { compileFlagRules } from './flag-rules.js';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';
import { compileServe } from './serve.js';
import { serveVariation } from './serve-variation.js';
import type { Step } from './step.js';
import { compileTargetMap } from './target-map.js';

/** Compiles a flag. Takes any JSON and never throws; what is missing or odd counts as absent. */
export function compileFlag(json: unknown): CompiledFlag {
  const flag = objectOf(json);
  const identifier = textOf(flag['feature']);
  return new CompiledFlag(identifier, () => compileLogic(flag, identifier));
}

function compileLogic(flag: JsonObject, identifier: string): FlagLogic {
  const outcomes = new FlagOutcomes(identifier, flag);
  const offVariation = textOf(flag['offVariation']);
  const off = outcomes.serving(offVariation, { reason: 'OFF' });
  return {
    prerequisites: objectsOf(flag['prerequisites']).map(compilePrerequisite),
    whenUnmet: outcomes.serving(offVariation, { reason: 'PREREQUISITE' }),
    decision: flag['state'] === 'on' ? compileTargeting(flag, identifier, outcomes) : (graph) => graph.end(off),
  };
}

// Target map, rules, default: each is asked where the one before serves nothing.
function compileTargeting(flag: JsonObject, identifier: string, outcomes: FlagOutcomes): FlagLogic['decision'] {
  const steps = [
    compileTargetMap(objectsOf(flag['variationToTargetMap']), outcomes),
    compileFlagRules(objectsOf(flag['rules']), outcomes, { type: 'flag', identifier }),
    ...compileDefault(objectOf(flag['defaultServe']), outcomes),
  ].toReversed();
  const nothing = outcomes.servingNothing();

  return (graph) => {
    let place = graph.end(nothing);
    for (const step of steps) place = step(graph, place);
    return place;
  };
}

function compileDefault(serve: JsonObject, outcomes: FlagOutcomes): readonly Step[] {
  const isDefault = { reason: 'DEFAULT' } as const;
  const distribution = compileServe({ distribution: serve['distribution'] }, outcomes, isDefault);
  const variation = serveVariation(textOf(serve['variation']), outcomes, isDefault);
  return distribution === undefined ? [variation] : [distribution, variation];
}

function compilePrerequisite(entry: JsonObject): Prerequisite {
  return { flag: textOf(entry['feature']), variations: new Set(textsOf(entry['variations'])) };
}
