import { randomFrom } from './random-from.mjs';

/** Flags and groups as a large customer has them: most flags with rules, groups, rollouts or listed targets. The same for the same seed. */
export function environment({ flagCount, segmentCount = 40, seed = 1 }) {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (count, make) => Array.from({ length: Math.floor(random() * count) }, make);
  const segmentName = () => `group${Math.floor(random() * segmentCount)}`;
  const person = () => ({ identifier: `target-${Math.floor(random() * 5000)}`, name: 'somebody' });

  const clause = () => {
    const [attribute, op, values] = pick([
      ['email', 'ends_with', ['@example.com']],
      ['email', 'ends_with', ['@harness.io']],
      ['plan', 'in', ['pro', 'enterprise', 'trial', 'partner']],
      ['country', 'in', ['de', 'fr', 'gb', 'us', 'in', 'br', 'jp']],
      ['country', 'equal', ['DE']],
      ['country', 'equal_sensitive', ['us']],
      ['version', 'gt', ['4.2']],
      ['email', 'starts_with', ['a']],
      ['team', 'contains', ['platform']],
      ['age', 'equal', ['42']],
    ]);
    return { id: 'c', attribute, op, values, negate: false };
  };
  const segmentClause = () => ({ id: 'c', attribute: '', op: 'segmentMatch', values: [segmentName()], negate: false });
  const distribution = () => {
    const weight = Math.floor(random() * 101);
    return {
      bucketBy: pick(['identifier', 'identifier', 'email', 'team']),
      variations: [{ variation: 'on', weight }, { variation: 'off', weight: 100 - weight }],
    };
  };
  const serve = () => (random() < 0.3 ? { distribution: distribution() } : { variation: pick(['on', 'off', 'other']) });

  const segments = Array.from({ length: segmentCount }, (_, index) => ({
    identifier: `group${index}`,
    name: `Group ${index}`,
    version: 1,
    included: some(60, person),
    excluded: some(10, person),
    servingRules: some(3, () => ({ ruleId: 'r', priority: 1, clauses: [clause(), ...some(3, clause)] })),
  }));
  const flags = Array.from({ length: flagCount }, (_, index) => ({
    feature: `some_feature_flag_${index}`,
    kind: pick(['boolean', 'string', 'json', 'int']),
    state: random() < 0.85 ? 'on' : 'off',
    version: 3,
    offVariation: 'off',
    variations: [
      { identifier: 'on', name: 'On', value: pick(['true', '{"limit":100,"mode":"fast"}', '1']) },
      { identifier: 'off', name: 'Off', value: pick(['false', '{}', '0']) },
      { identifier: 'other', name: 'Other', value: 'something "else"' },
    ],
    defaultServe: serve(),
    prerequisites: index > 10 && random() < 0.1 ? [{ feature: `some_feature_flag_${Math.floor(random() * index)}`, variations: ['on', 'other'] }] : [],
    variationToTargetMap: some(3, () => ({ variation: pick(['on', 'off']), targets: some(8, person), targetSegments: some(3, segmentName) })),
    rules: some(5, () => ({
      ruleId: 'r',
      priority: Math.floor(random() * 10),
      clauses: [random() < 0.4 ? segmentClause() : clause(), ...some(3, clause)],
      serve: serve(),
    })),
  }));
  const targets = Array.from({ length: 50 }, (_, index) => ({
    identifier: `target-${index * 97}`,
    name: `Target ${index}`,
    attributes: {
      email: `${pick(['anna', 'bob', 'chris', 'dora'])}${index}@${pick(['example.com', 'harness.io', 'gmail.com'])}`,
      plan: pick(['pro', 'free', 'trial']),
      country: pick(['de', 'us', 'jp', 'DE', 'es']),
      version: pick(['4.1', '4.3', '5.0']),
      team: pick(['platform-core', 'growth', 'payments']),
      age: 20 + (index % 40),
    },
  }));
  return { flags, segments, targets };
}
