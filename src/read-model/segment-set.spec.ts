import { aSegment } from '../../test/support/segment.builder.js';
import { SegmentSet, type SegmentForm } from './segment-set.js';

const clause = (id: string) => ({ id, attribute: 'plan', op: 'equal', values: ['pro'], negate: false });
const serving = (...clauses: ReturnType<typeof clause>[]) => ({ ruleId: 'r', priority: 1, clauses });

describe('a set of groups', () => {
  const served = (fields: object, form: SegmentForm): Record<string, unknown> => {
    const json = JSON.stringify({ ...aSegment(), version: 1, ...fields });
    return JSON.parse(new SegmentSet([{ identifier: 'beta-testers', version: 1, json }]).find('beta-testers')?.served(form) ?? '') as Record<string, unknown>;
  };

  it('serves AND rules to those who ask for them, without the OR rules', () => {
    const group = served({ rules: [clause('o')], servingRules: [serving(clause('a'), clause('b'))] }, 'serving');

    expect(group['servingRules']).toEqual([serving(clause('a'), clause('b'))]);
    expect(group).not.toHaveProperty('rules');
  });

  it.each([{ servingRules: null }, { servingRules: [] }, {}])('falls back to OR rules with %j', (fields) => {
    const group = served({ rules: [clause('o')], ...fields }, 'serving');

    expect(group['rules']).toEqual([clause('o')]);
    expect(group).not.toHaveProperty('servingRules');
  });

  it('serves OR rules alone to all others', () => {
    const group = served({ rules: [clause('o')], servingRules: [serving(clause('a'))] }, 'legacy');

    expect(group['rules']).toEqual([clause('o')]);
    expect(group).not.toHaveProperty('servingRules');
  });

  it.each([{ rules: null }, { rules: [] }, { rules: undefined }])('derives OR rules from the first clause of each AND rule with %j', (fields) => {
    const group = served({ ...fields, servingRules: [serving(clause('a'), clause('b')), serving(clause('c'))] }, 'legacy');

    expect(group['rules']).toEqual([clause('a'), clause('c')]);
  });

  it.each([[null], [{}], [{ clauses: null }], [{ clauses: [] }], [7]])('derives nothing from the AND rule %j', (rule) => {
    expect(served({ rules: null, servingRules: [rule] }, 'legacy')['rules']).toEqual([]);
  });

  it('keeps the source text of everything else', () => {
    const json = '{"identifier":"g","big":12345678901234567890,"servingRules":[],"rules":[{"values":[1e400]}]}';
    const set = new SegmentSet([{ identifier: 'g', version: 1, json }]);

    expect(set.list('legacy').plain.toString()).toBe('[{"identifier":"g","big":12345678901234567890,"rules":[{"values":[1e400]}]}]');
    expect(set.list('serving').plain.toString()).toBe('[{"identifier":"g","big":12345678901234567890,"rules":[{"values":[1e400]}]}]');
  });

  it('takes unchanged groups over with all they have made', () => {
    const item = (identifier: string, version: number) => ({ identifier, version, json: JSON.stringify({ identifier, version }) });
    const before = new SegmentSet([item('a', 1), item('b', 1)]);
    const made = before.find('a')?.body('legacy').plain;
    const after = new SegmentSet([item('a', 1), item('b', 2)], before);

    expect(after.find('a')?.body('legacy').plain).toBe(made);
    expect(after.find('b')).not.toBe(before.find('b'));
    expect(after.list('serving').plain.toString()).toContain('"version":2');
  });
});
