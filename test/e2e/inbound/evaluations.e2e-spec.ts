import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aWorld, type World } from '../support/world.js';

const sdk = { environment: 'b9a1c6de-0d6b-4c39-94c6-7a2ff5c5a001', key: 'client-key' };
const jsonValue = '{"a": [1, "x"], "b": "\\u00e9"}';

const flags = [
  aFeatureConfig({
    feature: 'plan',
    kind: 'string',
    variations: ['free', 'pro', 'team'].map((identifier) => ({ identifier, value: `the ${identifier} plan` })),
    rules: ['pro', 'team'].map((plan, n) => ({ ruleId: plan, priority: n + 1, clauses: [{ id: 'c', attribute: 'plan', op: 'equal', values: [plan], negate: false }], serve: { variation: plan } })),
    defaultServe: { variation: 'free' },
    offVariation: 'free',
  }),
  aFeatureConfig({ feature: 'layout', kind: 'json', variations: [{ identifier: 'wide', value: jsonValue }], defaultServe: { variation: 'wide' }, offVariation: 'wide' }),
  aFeatureConfig({ feature: 'limit', kind: 'int', variations: [{ identifier: 'ten', value: '10' }], defaultServe: { variation: 'ten' }, offVariation: 'ten' }),
  aFeatureConfig({ feature: 'dark-mode' }),
  aFeatureConfig({ feature: 'broken', variations: [], defaultServe: { variation: 'gone' }, offVariation: 'gone' }),
];

describe('evaluations', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld({ environments: [{ id: sdk.environment, sdkKeys: [sdk.key], flags }] })));
  afterAll(() => world.close());

  const path = (target: string, feature = '') => `/client/env/${sdk.environment}/target/${encodeURIComponent(target)}/evaluations${feature && `/${feature}`}`;
  const header = (target: unknown) => ({ 'harness-target': Buffer.from(JSON.stringify(target)).toString('base64') });
  const remember = (target: object) => world.ask('/client/auth', { method: 'POST', body: { apiKey: sdk.key, target } });
  const planOf = async (identifier: string, headers = {}) => ((await world.askAs(sdk, path(identifier, 'plan'), { headers })).json as { identifier: string }).identifier;

  it('hold every flag that can be evaluated, in four fields of text each', async () => {
    expect((await world.askAs(sdk, path('anybody'))).json).toEqual([
      { flag: 'plan', identifier: 'free', kind: 'string', value: 'the free plan' },
      { flag: 'layout', identifier: 'wide', kind: 'json', value: jsonValue },
      { flag: 'limit', identifier: 'ten', kind: 'int', value: '10' },
      { flag: 'dark-mode', identifier: 'true', kind: 'boolean', value: 'true' },
    ]);
  });

  it('are the same one by one', async () => {
    for (const evaluation of (await world.askAs(sdk, path('anybody'))).json as { flag: string }[]) {
      expect((await world.askAs(sdk, path('anybody', evaluation.flag))).json).toEqual(evaluation);
    }
  });

  it.each(['unknown', 'broken'])('of what cannot be evaluated are 404: %s', async (feature) => {
    const answer = await world.askAs(sdk, path('anybody', feature));

    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([404, '{"error":"not found"}', 'application/json; charset=utf-8']);
  });

  it('read the target from the header before what is remembered, and what is remembered before the bare identifier', async () => {
    expect(await planOf('carol')).toBe('free');

    await remember({ identifier: 'carol', name: 'Carol', attributes: { plan: 'pro' } });
    expect(await planOf('carol')).toBe('pro');

    expect(await planOf('carol', header({ identifier: 'carol', attributes: { plan: 'team' } }))).toBe('team');
    expect(await planOf('carol', header({ identifier: 'carol', attributes: {} }))).toBe('free');
    expect(await planOf('carol')).toBe('pro');
    expect(await planOf('dave')).toBe('free');
  });

  it('follow the latest registration of a target', async () => {
    await remember({ identifier: 'erin', attributes: { plan: 'pro' } });
    await remember({ identifier: 'erin', attributes: { plan: 'team' } });

    expect(await planOf('erin')).toBe('team');
  });

  it.each(['', 'nonsense', '!!!!', 'bm90IGpzb24=', Buffer.from('[1]').toString('base64'), Buffer.from('null').toString('base64'), Buffer.from('{"identifier":"x"').toString('base64')])(
    'ignore a header that cannot be decoded: %j',
    async (bad) => {
      await remember({ identifier: 'frank', attributes: { plan: 'pro' } });

      expect(await planOf('frank', { 'harness-target': bad })).toBe('pro');
    },
  );

  it('say in the log that a header was ignored, and not what was in it', async () => {
    await planOf('frank', { 'harness-target': 'bm90IGEgdGFyZ2V0' });

    const lines = world.relay.logs.filter(({ msg }) => String(msg).startsWith('Harness-Target header ignored'));
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain('bm90IGEg');
  });

  it('take a target of 256 KiB in the header', async () => {
    const target = { identifier: 'big', attributes: { plan: 'team', filler: 'x'.repeat(190_000) } };

    expect(header(target)['harness-target'].length).toBeGreaterThan(250_000);
    expect(await planOf('big', header(target))).toBe('team');
  });

  it('of identifiers of any characters work', async () => {
    for (const identifier of ['a b', 'a/b', 'ä?;&', 'x'.repeat(1000), '..']) expect(await planOf(identifier.replace('..', '%2e'))).toBe('free');
  });
});
