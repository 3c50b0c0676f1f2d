import { aSegment } from '../../support/segment.builder.js';
import { aWorld, type World } from '../support/world.js';

const sdk = { environment: 'a9a1c6de-0d6b-4c39-94c6-7a2ff5c5a001', key: 'server-key' };
const clause = (attribute: string) => ({ id: `c-${attribute}`, attribute, op: 'equal', values: ['x'], negate: false });
const own = [clause('own')];
const serving = [
  { ruleId: 'r1', priority: 1, clauses: [clause('first'), clause('second')] },
  { ruleId: 'r2', priority: 2, clauses: [clause('third')] },
];
const derived = [clause('first'), clause('third')];

const { rules: _rules, ...bare } = aSegment({ version: 4 });
const segments = [
  { ...bare, identifier: 'only-rules', rules: own },
  { ...bare, identifier: 'only-serving', servingRules: serving },
  { ...bare, identifier: 'serving-and-empty-rules', rules: [], servingRules: serving },
  { ...bare, identifier: 'both', rules: own, servingRules: serving },
  { ...bare, identifier: 'rules-and-empty-serving', rules: own, servingRules: [] },
  { ...bare, identifier: 'rules-and-null-serving', rules: own, servingRules: null },
  { ...bare, identifier: 'none' },
];

interface Rules {
  readonly rules?: unknown;
  readonly servingRules?: unknown;
}

const inServingForm: Record<string, Rules> = {
  'only-rules': { rules: own },
  'only-serving': { servingRules: serving },
  'serving-and-empty-rules': { servingRules: serving },
  both: { servingRules: serving },
  'rules-and-empty-serving': { rules: own },
  'rules-and-null-serving': { rules: own },
  none: {},
};

const inLegacyForm: Record<string, Rules> = {
  'only-rules': { rules: own },
  'only-serving': { rules: derived },
  'serving-and-empty-rules': { rules: derived },
  both: { rules: own },
  'rules-and-empty-serving': { rules: own },
  'rules-and-null-serving': { rules: own },
  none: {},
};

describe.each([
  { andRules: 'true', query: '?rules=v2', expected: inServingForm },
  { andRules: 'true', query: '?cluster=1&rules=v2', expected: inServingForm },
  { andRules: 'true', query: '?cluster=1;rules=v2', expected: inServingForm },
  { andRules: 'true', query: '', expected: inLegacyForm },
  { andRules: 'true', query: '?rules=v1', expected: inLegacyForm },
  { andRules: 'true', query: '?rules=', expected: inLegacyForm },
  { andRules: 'false', query: '?rules=v2', expected: inLegacyForm },
  { andRules: 'false', query: '', expected: inLegacyForm },
])('target groups with AND_RULES=$andRules, asked for with "$query"', ({ andRules, query, expected }) => {
  let world: World;
  beforeAll(async () => (world = await aWorld({ env: { AND_RULES: andRules }, environments: [{ id: sdk.environment, sdkKeys: [sdk.key], segments }] })));
  afterAll(() => world.close());

  const path = `/client/env/${sdk.environment}/target-segments`;
  const rulesOf = ({ rules, servingRules }: Rules): Rules => ({ ...(rules !== undefined && { rules }), ...(servingRules !== undefined && { servingRules }) });

  it.each(Object.entries(expected))('carry the right form of rules: %s', async (identifier, rules) => {
    const one = (await world.askAs(sdk, `${path}/${identifier}${query}`)).json as Rules;
    const list = (await world.askAs(sdk, path + query)).json as (Rules & { identifier: string })[];

    expect(rulesOf(one)).toEqual(rules);
    expect(list.find((segment) => segment.identifier === identifier)).toEqual(one);
  });

  it('are all there, in the order of the upstream', async () => {
    const list = (await world.askAs(sdk, path + query)).json as { identifier: string }[];

    expect(list.map(({ identifier }) => identifier)).toEqual(segments.map(({ identifier }) => identifier));
  });
});

describe('target groups', () => {
  const strange = '{ "future":[18446744073709551615, 1.0],"identifier":"strange","rules":[ ] ,"name":"\\u00e9","included":null,"version":9007199254740995}';
  const withServing = `{"identifier":"with-serving","rules":[],"big":9007199254740993,"servingRules":${JSON.stringify(serving)},"last":1.50}`;
  let world: World;
  beforeAll(async () => (world = await aWorld({ environments: [{ id: sdk.environment, sdkKeys: [sdk.key], segments: [strange, withServing] }] })));
  afterAll(() => world.close());
  const path = `/client/env/${sdk.environment}/target-segments`;

  it('pass through byte for byte where nothing has to change', async () => {
    expect((await world.askAs(sdk, `${path}/strange`)).text).toBe(strange);
    expect((await world.askAs(sdk, `${path}/strange?rules=v2`)).text).toBe(strange);
  });

  it('keep the text of all other fields where the rules change', async () => {
    expect((await world.askAs(sdk, `${path}/with-serving?rules=v2`)).text).toBe(withServing.replace('"rules":[],', ''));
    expect((await world.askAs(sdk, `${path}/with-serving`)).text).toContain('"big":9007199254740993,"last":1.50');
  });

  it('that are unknown are answered 404', async () => {
    const answer = await world.askAs(sdk, `${path}/unknown`);

    expect([answer.status, answer.text]).toEqual([404, '{"error":"not found"}']);
  });
});
