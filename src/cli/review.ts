import type { OfflineEnvironment } from '../adapters/files/reading/offline-environment.js';
import { type JsonObject, objectOf, objectsOf, textsOf } from '../evaluation/index.js';

/** What is served as it stands, and is probably not what its author meant. */
export function review({ config, directory }: OfflineEnvironment): readonly string[] {
  const groups = new Set(config.segments.map(({ identifier }) => identifier));
  const flags = new Set(config.featureConfigs.map(({ identifier }) => identifier));
  const doubts = config.featureConfigs.flatMap(({ identifier, json }) => doubtsOf(objectOf(JSON.parse(json)), flags, groups).map((doubt) => `flag ${identifier}: ${doubt}`));
  return [...(config.authKeys.length === 0 ? ['has no SDK key: nobody can authenticate'] : []), ...doubts].map((doubt) => `${directory}: ${doubt}`);
}

function doubtsOf(flag: JsonObject, flags: ReadonlySet<string>, groups: ReadonlySet<string>): readonly string[] {
  const variations = new Set(objectsOf(flag['variations']).map(({ identifier }) => identifier));
  const rules = objectsOf(flag['rules']);
  const map = objectsOf(flag['variationToTargetMap']);
  const serves = [objectOf(flag['defaultServe']), ...rules.map((rule) => objectOf(rule['serve']))];
  const served = [flag['offVariation'], ...map.map(({ variation }) => variation), ...serves.flatMap(servedBy)];
  const named = [...map.flatMap(({ targetSegments }) => textsOf(targetSegments)), ...rules.flatMap(({ clauses }) => objectsOf(clauses)).flatMap(({ op, values }) => (op === 'segmentMatch' ? textsOf(values) : []))];
  const needed = objectsOf(flag['prerequisites']).map(({ feature }) => String(feature));
  return [
    ...unknown('serves the variation', served.filter((each) => typeof each === 'string' && each !== '').map(String), variations),
    ...unknown('names the group', named, groups),
    ...unknown('needs the flag', needed, flags),
  ];
}

function servedBy({ variation, distribution }: JsonObject): readonly unknown[] {
  return [variation, ...objectsOf(objectOf(distribution)['variations']).map((share) => share['variation'])];
}

function unknown(what: string, names: readonly string[], known: ReadonlySet<unknown>): readonly string[] {
  return [...new Set(names)].filter((name) => !known.has(name)).map((name) => `${what} ${name}, which is not there`);
}
