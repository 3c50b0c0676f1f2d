import { CompiledFlag, type FlagLogic, type Prerequisite } from './compiled-flag.js';
import { FlagOutcomes } from './flag-outcomes.js';
import { compileFlagRules } from './flag-rules.js';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from './json-fields.js';
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
    decision: flag['state'] === 'on' ? compileTargeting(flag, identifier, outcomes) : () => () => off,
  };
}

// Target map, rules, default: each is asked where the one before serves nothing.
function compileTargeting(flag: JsonObject, identifier: string, outcomes: FlagOutcomes): FlagLogic['decision'] {
  const targetMap = compileTargetMap(objectsOf(flag['variationToTargetMap']), outcomes);
  const rules = compileFlagRules(objectsOf(flag['rules']), outcomes, { type: 'flag', identifier });
  const defaults = compileDefault(objectOf(flag['defaultServe']), outcomes);
  const nothing = outcomes.servingNothing();

  return (questions) => {
    const serves = [targetMap?.(questions), rules?.(questions), ...defaults].filter((serve) => serve !== undefined);
    return (inquiry) => {
      for (const serve of serves) {
        const outcome = serve(inquiry);
        if (outcome !== undefined) return outcome;
      }
      return nothing;
    };
  };
}

function compileDefault(serve: JsonObject, outcomes: FlagOutcomes): readonly (Serve | undefined)[] {
  const isDefault = { reason: 'DEFAULT' } as const;
  return [
    compileServe({ distribution: serve['distribution'] }, outcomes, isDefault),
    serveVariation(textOf(serve['variation']), outcomes, isDefault),
  ];
}

function compilePrerequisite(entry: JsonObject): Prerequisite {
  return { flag: textOf(entry['feature']), variations: new Set(textsOf(entry['variations'])) };
}
