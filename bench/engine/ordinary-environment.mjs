import { environment } from './environment.mjs';
import { randomFrom } from './random-from.mjs';

const clauses = [
  ['email', 'ends_with', ['@example.com']],
  ['email', 'equal', ['anna0@example.com']],
  ['plan', 'in', ['pro', 'enterprise']],
  ['country', 'in', ['de', 'fr', 'gb']],
  ['version', 'starts_with', ['4.']],
  ['team', 'contains', ['platform']],
];

/** Flags as customers have them: most with one rule, a third rolled out by percentage, a fifth for a group, a tenth with listed targets. */
export function ordinaryEnvironment({ flagCount, segmentCount = 20, seed = 1 }) {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const many = (count, make) => Array.from({ length: count }, (_, index) => make(index));
  const group = () => `group${Math.floor(random() * segmentCount)}`;
  const person = () => ({ identifier: `target-${Math.floor(random() * 5000)}`, name: 'somebody' });
  const clause = () => {
    const [attribute, op, values] = pick(clauses);
    return { id: 'c', attribute, op, values, negate: false };
  };
  const inGroup = () => ({ id: 'c', attribute: '', op: 'segmentMatch', values: [group()], negate: false });
  const rollout = () => {
    const weight = Math.floor(random() * 101);
    return { distribution: { bucketBy: 'identifier', variations: [{ variation: 'on', weight }, { variation: 'off', weight: 100 - weight }] } };
  };
  const rules = (index) =>
    many(random() < 0.5 ? 1 : 2, (position) => ({
      ruleId: `r${position}`,
      priority: position + 1,
      clauses: [position === 0 && index % 5 === 0 ? inGroup() : clause()],
      serve: { variation: pick(['on', 'off']) },
    }));

  const place = { environment: 'ordinary', project: 'bench' };
  const segments = many(segmentCount, (index) => ({
    ...place,
    identifier: `group${index}`,
    name: `Group ${index}`,
    version: 1,
    included: many(10, person),
    excluded: many(2, person),
    servingRules: [{ ruleId: 'r', priority: 1, clauses: [clause()] }],
  }));
  const flags = many(flagCount, (index) => ({
    ...place,
    feature: `some_feature_flag_${index}`,
    kind: 'boolean',
    state: random() < 0.85 ? 'on' : 'off',
    version: 3,
    offVariation: 'off',
    variations: [
      { identifier: 'on', name: 'On', value: 'true' },
      { identifier: 'off', name: 'Off', value: 'false' },
    ],
    defaultServe: index % 3 === 0 ? rollout() : { variation: pick(['on', 'off']) },
    prerequisites: [],
    variationToTargetMap: index % 10 === 0 ? [{ variation: 'on', targets: many(4, person), targetSegments: [] }] : [],
    rules: rules(index),
  }));
  return { flags, segments, targets: environment({ flagCount: 0 }).targets };
}
