import { CompiledFlag, type FlagLogic, type Prerequisite } from './compiled-flag.js';
import { FlagOutcomes } from './flag-outcomes.js';
import { compileFlagRules } from './flag-rules.js';
import type { Inquiry } from './inquiry.js';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';
import type { Outcome } from './outcome.js';
import { compileServe, type Serve, serveVariation } from './serve.js';
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
    decide: flag['state'] === 'on' ? compileTargeting(flag, identifier, outcomes) : () => off,
  };
}

// Target map, rules, default: each is asked where the one before serves nothing.
function compileTargeting(flag: JsonObject, identifier: string, outcomes: FlagOutcomes): (inquiry: Inquiry) => Outcome {
  const defaultServe = objectOf(flag['defaultServe']);
  const isDefault = { reason: 'DEFAULT' } as const;
  const steps: readonly (Serve | undefined)[] = [
    compileTargetMap(objectsOf(flag['variationToTargetMap']), outcomes),
    compileFlagRules(objectsOf(flag['rules']), outcomes, { type: 'flag', identifier }),
    compileServe({ distribution: defaultServe['distribution'] }, outcomes, isDefault),
    serveVariation(textOf(defaultServe['variation']), outcomes, isDefault),
  ];
  const asked = steps.filter((step) => step !== undefined);
  const nothing = outcomes.servingNothing();

  return (inquiry) => {
    for (const step of asked) {
      const outcome = step(inquiry);
      if (outcome !== undefined) return outcome;
    }
    return nothing;
  };
}

function compilePrerequisite(entry: JsonObject): Prerequisite {
  return { flag: textOf(entry['feature']), variations: new Set(textsOf(entry['variations'])) };
}
