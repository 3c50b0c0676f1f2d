import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aWorld, productionSdk, type World } from '../support/world.js';

const sdk = { environment: 'e3a1c6de-0d6b-4c39-94c6-7a2ff5c5a001', key: 'server-key' };
const emptySdk = { environment: 'e3a1c6de-0d6b-4c39-94c6-7a2ff5c5a002', key: 'empty-key' };
const nullSdk = { environment: 'e3a1c6de-0d6b-4c39-94c6-7a2ff5c5a003', key: 'null-key' };

/** As a future SaaS might write it: unknown fields, integers beyond 2^53, escapes, spacing, members in any order. */
const strange =
  '{ "future" : {"deep":[1.50, 12345678901234567890, -0, 1E400]},\t"feature":"strange","state":"on","kind":"string","variationToTargetMap":[ ],"offVariation":"a","defaultServe":{"variation":"a","big":9007199254740993},"variations":[{"identifier":"a","value":"\\u00e9\\/\\ud83d\\ude00é"}],"rules":null,"createdAt":18446744073709551615,"version":9007199254740995}';

describe('feature configs', () => {
  let world: World;
  beforeAll(async () => {
    const flags = [strange, aFeatureConfig({ feature: 'null-map', variationToTargetMap: null, version: 3 }), '{"feature":"no-map","state":"on","kind":"boolean","variations":[],"defaultServe":{},"offVariation":"x","rules":[],"version":7}'];
    world = await aWorld({
      environments: [
        { id: sdk.environment, sdkKeys: [sdk.key], flags },
        { id: emptySdk.environment, sdkKeys: [emptySdk.key], flags: [], segments: [] },
        { id: nullSdk.environment, sdkKeys: [nullSdk.key], flags: null, segments: null },
      ],
    });
  });
  afterAll(() => world.close());

  const flags = `/client/env/${sdk.environment}/feature-configs`;

  it('pass through byte for byte, alone and in the list', async () => {
    expect((await world.askAs(sdk, `${flags}/strange`)).text).toBe(strange);
    expect((await world.askAs(sdk, flags)).text).toContain(strange);
  });

  it('come in the order of the upstream', async () => {
    const list = (await world.askAs(sdk, flags)).json as { feature: string }[];

    expect(list.map(({ feature }) => feature)).toEqual(['strange', 'null-map', 'no-map']);
  });

  it.each(['null-map', 'no-map'])('never have a null variationToTargetMap: %s has an empty one', async (identifier) => {
    expect((await world.askAs(sdk, `${flags}/${identifier}`)).json).toMatchObject({ feature: identifier, variationToTargetMap: [] });
    expect((await world.askAs(sdk, flags)).json).toContainEqual(expect.objectContaining({ feature: identifier, variationToTargetMap: [] }));
  });

  it.each([emptySdk, nullSdk])('of an environment with none are an empty array', async (none) => {
    for (const list of ['feature-configs', 'target-segments', 'target/bob/evaluations']) {
      const answer = await world.askAs(none, `/client/env/${none.environment}/${list}`);

      expect([list, answer.status, answer.text]).toEqual([list, 200, '[]']);
    }
  });

  it('that are unknown are answered 404', async () => {
    const answer = await world.askAs(sdk, `${flags}/unknown`);

    expect([answer.status, answer.text]).toEqual([404, '{"error":"not found"}']);
  });

  it('are JSON in UTF-8', async () => {
    expect((await world.askAs(sdk, flags)).headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('the feature configs of the sample configuration', () => {
  it('all fit the contract, one by one as well', async () => {
    const world = await aWorld();
    const flags = `/client/env/${productionSdk.environment}/feature-configs`;

    const list = (await world.askAs(productionSdk, flags)).json as { feature: string }[];

    expect(list.length).toBeGreaterThan(0);
    for (const flag of list) expect((await world.askAs(productionSdk, `${flags}/${encodeURIComponent(flag.feature)}`)).json).toEqual(flag);
    await world.close();
  });
});
