import { sampleClause } from './sample-clause.mjs';

/**
 * Groups of every form: members only, OR rules only, AND rules, and both.
 * @param {string} environment
 */
export function sampleSegments(environment) {
  const paying = sampleClause('c1', 'plan', 'in', ['business', 'enterprise']);
  const european = sampleClause('c2', 'country', 'in', ['AT', 'DE', 'FR', 'IT']);
  const staff = sampleClause('c3', 'email', 'ends_with', ['@example.com']);
  return [
    segment(environment, 'beta-testers', 'Beta testers', {
      tags: [{ name: 'Research', identifier: 'research' }],
      included: [member(environment, 'ada', 'Ada'), member(environment, 'grace', 'Grace')],
      excluded: [member(environment, 'mallory', 'Mallory')],
    }),
    segment(environment, 'staff', 'Staff', { rules: [staff, sampleClause('c4', 'role', 'equal', ['employee'])] }),
    segment(environment, 'paying-europeans', 'Paying Europeans', {
      servingRules: [{ ruleId: 'paying-and-european', priority: 1, clauses: [paying, european] }],
    }),
    segment(environment, 'early-access', 'Early access', {
      excluded: [member(environment, 'mallory', 'Mallory')],
      rules: [paying, staff],
      servingRules: [
        { ruleId: 'paying', priority: 1, clauses: [paying, sampleClause('c5', 'earlyAccess', 'equal', ['true'])] },
        { ruleId: 'staff', priority: 2, clauses: [staff] },
      ],
    }),
  ];
}

/**
 * @param {string} environment
 * @param {string} identifier
 * @param {string} name
 * @param {object} fields
 */
function segment(environment, identifier, name, fields) {
  return {
    identifier,
    name,
    environment,
    tags: [],
    included: [],
    excluded: [],
    rules: [],
    ...fields,
    createdAt: 1_699_000_000_000,
    modifiedAt: 1_700_000_000_000,
    version: 1,
  };
}

/**
 * @param {string} environment
 * @param {string} identifier
 * @param {string} name
 */
function member(environment, identifier, name) {
  const place = { account: 'stand-in-account', org: 'stand-in-organization', project: 'checkout', environment };
  return { identifier, name, ...place, anonymous: false, attributes: {}, createdAt: 1_699_000_000_000, segments: [] };
}
