import type { OfflineEnvironment } from '../adapters/files/reading/offline-environment.js';

type Json = Readonly<Record<string, unknown>>;

/** What is served as it stands, and is probably not what its author meant. */
export function review({ config, directory }: OfflineEnvironment): readonly string[] {
  const groups = new Set(config.segments.map(({ identifier }) => identifier));
  const flags = new Set(config.featureConfigs.map(({ identifier }) => identifier));
  const doubts = config.featureConfigs.flatMap(({ identifier, json }) => doubtsOf(objectOf(JSON.parse(json)), flags, groups).map((doubt) => `flag ${identifier}: ${doubt}`));
  return [...(config.authKeys.length === 0 ? ['has no SDK key: nobody can authenticate'] : []), ...doubts].map((doubt) => `${directory}: ${doubt}`);
}

function doubtsOf(flag: Json, flags: ReadonlySet<string>, groups: ReadonlySet<string>): readonly string[] {
  const variations = new Set(objectsIn(flag['variations']).map(({ identifier }) => identifier));
  const rules = objectsIn(flag['rules']);
  const map = objectsIn(flag['variationToTargetMap']);
  const serves = [objectOf(flag['defaultServe']), ...rules.map((rule) => objectOf(rule['serve']))];
  const served = [flag['offVariation'], ...map.map(({ variation }) => variation), ...serves.flatMap(servedBy)];
  const named = [...map.flatMap(({ targetSegments }) => textsIn(targetSegments)), ...rules.flatMap(({ clauses }) => objectsIn(clauses)).flatMap(({ op, values }) => (op === 'segmentMatch' ? textsIn(values) : []))];
  const needed = objectsIn(flag['prerequisites']).map(({ feature }) => String(feature));
  return [
    ...unknown('serves the variation', served.filter((each) => typeof each === 'string' && each !== '').map(String), variations),
    ...unknown('names the group', named, groups),
    ...unknown('needs the flag', needed, flags),
  ];
}

function servedBy({ variation, distribution }: Json): readonly unknown[] {
  return [variation, ...objectsIn(objectOf(distribution)['variations']).map((share) => share['variation'])];
}

function unknown(what: string, names: readonly string[], known: ReadonlySet<unknown>): readonly string[] {
  return [...new Set(names)].filter((name) => !known.has(name)).map((name) => `${what} ${name}, which is not there`);
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
