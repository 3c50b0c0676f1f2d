import { sampleClause } from './sample-clause.mjs';

/**
 * Flags of every kind and every sort of targeting.
 * @param {string} environment
 */
export function sampleFlags(environment) {
  return [
    flag(environment, 'dark-mode', 'boolean', { true: 'true', false: 'false' }, {
      defaultServe: { variation: 'true' },
    }),
    flag(environment, 'new-checkout', 'boolean', { true: 'true', false: 'false' }, {
      rules: [
        rule('staff-first', 1, [sampleClause('k1', '', 'segmentMatch', ['staff'])], { variation: 'true' }),
        rule('half-of-germany', 2, [sampleClause('k2', 'country', 'equal', ['DE'])], rollout({ true: 50, false: 50 })),
      ],
      variationToTargetMap: [
        { variation: 'true', targets: [{ identifier: 'ada', name: 'Ada' }], targetSegments: ['beta-testers'] },
        { variation: 'false', targets: [{ identifier: 'mallory', name: 'Mallory' }], targetSegments: [] },
      ],
    }),
    flag(environment, 'banner-text', 'string', { plain: 'Welcome', sale: 'Everything must go', none: '' }, {
      rules: [
        rule('mail-or-name', 1, [sampleClause('k3', 'email', 'match', ['^[a-z]+@example\\.com$'])], { variation: 'sale' }),
        rule('both', 2, [sampleClause('k4', 'plan', 'starts_with', ['bus']), sampleClause('k5', 'name', 'contains', ['a'])], { variation: 'sale' }),
      ],
      defaultServe: { variation: 'plain' },
      offVariation: 'none',
    }),
    flag(environment, 'page-size', 'int', { small: '10', medium: '50', large: '200' }, {
      defaultServe: rollout({ small: 20, medium: 30, large: 50 }),
      offVariation: 'small',
    }),
    flag(environment, 'search-settings', 'json', { base: '{"fuzzy":false,"limit":10}', wide: '{"fuzzy":true,"limit":100}' }, {
      rules: [rule('paying', 1, [sampleClause('k6', '', 'segmentMatch', ['paying-europeans', 'early-access'])], { variation: 'wide' })],
      defaultServe: { variation: 'base' },
      offVariation: 'base',
    }),
    flag(environment, 'express-delivery', 'boolean', { true: 'true', false: 'false' }, {
      prerequisites: [{ feature: 'new-checkout', variations: ['true'] }],
      defaultServe: { variation: 'true' },
    }),
    flag(environment, 'retired-offer', 'boolean', { true: 'true', false: 'false' }, {
      state: 'off',
      defaultServe: { variation: 'true' },
    }),
  ];
}

/**
 * @param {string} environment
 * @param {string} feature
 * @param {string} kind
 * @param {Record<string, string>} values
 * @param {object} fields
 */
function flag(environment, feature, kind, values, fields) {
  return {
    project: 'checkout',
    environment,
    feature,
    state: 'on',
    kind,
    variations: Object.entries(values).map(([identifier, value]) => ({ identifier, name: identifier, description: '', value })),
    rules: [],
    defaultServe: { variation: 'false' },
    offVariation: 'false',
    prerequisites: [],
    variationToTargetMap: [],
    tags: [{ name: 'Checkout', identifier: 'checkout' }],
    createdAt: 1_699_000_000_000,
    modifiedAt: 1_700_000_000_000,
    ...fields,
    version: 1,
  };
}

/**
 * @param {string} ruleId
 * @param {number} priority
 * @param {object[]} clauses
 * @param {object} serve
 */
function rule(ruleId, priority, clauses, serve) {
  return { ruleId, priority, clauses, serve };
}

/** @param {Record<string, number>} weights */
function rollout(weights) {
  const variations = Object.entries(weights).map(([variation, weight]) => ({ variation, weight }));
  return { distribution: { bucketBy: 'identifier', variations } };
}
