import { compileEnvironment, compileFlag, type CompiledEnvironment, type Evaluation, type JsonObject, objectOf, objectsOf, textsOf } from '../evaluation/index.js';
import type { Target } from '../kernel/target.js';
import type { EnvironmentSnapshot } from '../read-model/environment-snapshot.js';

/** Tells in words why a flag serves a target what it serves, by asking the engine simpler questions. */
export class Explanation {
  readonly #flags: ReadonlyMap<string, JsonObject>;
  readonly #alone: CompiledEnvironment;

  constructor(
    private readonly snapshot: EnvironmentSnapshot,
    private readonly target: Target,
    private readonly andRules: boolean,
  ) {
    this.#flags = new Map(snapshot.config.featureConfigs.map(({ identifier, json }) => [identifier, objectOf(JSON.parse(json))]));
    this.#alone = this.#environment([...this.#flags.values()].map((flag) => ({ ...flag, prerequisites: [] })));
  }

  of({ flag, identifier, reason, isRollout, ruleId }: Evaluation): string {
    const how = isRollout ? ', by its share of a percentage rollout' : '';
    const json = this.#flags.get(flag) ?? {};
    switch (reason) {
      case 'OFF':
        return 'the flag is off';
      case 'PREREQUISITE':
        return this.#unmet(flag);
      case 'TARGET':
        return `the target is listed for ${identifier}`;
      case 'TARGET_SEGMENT':
        return `the target is in ${this.#groups(objectsOf(json['variationToTargetMap']).filter(({ variation }) => variation === identifier).flatMap(({ targetSegments }) => textsOf(targetSegments)))}, listed for ${identifier}`;
      case 'RULE':
        return `the rule ${ruleId ?? 'without an id'} matches${this.#clauses(json, ruleId)}${how}`;
      case 'DEFAULT':
        return `nothing else applies: the default${how}`;
      default:
        return reason satisfies never;
    }
  }

  #clauses(flag: JsonObject, ruleId: string | undefined): string {
    const rule = objectsOf(flag['rules']).find((candidate) => candidate['ruleId'] === ruleId);
    const clauses = objectsOf(rule?.['clauses']).map(({ attribute, op, values }) =>
      op === 'segmentMatch' ? `the target is in ${this.#groups(textsOf(values))}` : `${String(attribute)} ${String(op)} ${JSON.stringify(values)}`,
    );
    return clauses.length === 0 ? '' : ` (${clauses.join(' and ')})`;
  }

  /** As the engine goes: an entry that cannot be evaluated ends the list of its flag. */
  #unmet(flag: string): string {
    const waiting = [flag];
    for (const asked of waiting) {
      for (const { feature, variations } of objectsOf(this.#flags.get(asked)?.['prerequisites'])) {
        const name = String(feature);
        const served = this.#alone.evaluate(name, this.target)?.identifier;
        if (served === undefined) break;
        if (!textsOf(variations).includes(served)) return `the prerequisite ${name}${asked === flag ? '' : ` of ${asked}`} serves ${served}, and not ${textsOf(variations).join(' or ') || 'anything that is asked for'}`;
        if (!waiting.includes(name)) waiting.push(name);
      }
    }
    return 'a prerequisite is not met';
  }

  #groups(candidates: readonly string[]): string {
    const probes = candidates.map((group) => ({
      feature: group,
      state: 'on',
      variations: ['in', 'out'].map((identifier) => ({ identifier, value: identifier })),
      rules: [{ priority: 1, clauses: [{ op: 'segmentMatch', values: [group] }], serve: { variation: 'in' } }],
      defaultServe: { variation: 'out' },
    }));
    const environment = this.#environment(probes);
    const holding = candidates.filter((group) => environment.evaluate(group, this.target)?.identifier === 'in');
    return `the group ${holding.join(' and ')}`;
  }

  #environment(flags: readonly JsonObject[]): CompiledEnvironment {
    return compileEnvironment(flags.map(compileFlag), this.snapshot.segments.segments.map(({ compiled }) => compiled), { andRules: this.andRules });
  }
}
