import { sampleConfiguration } from './sample-configuration.mjs';

describe.each(sampleConfiguration)('the sample environment $id', ({ flags, segments, sdkKeys }) => {
  it('has a server and a client key', () => {
    expect(sdkKeys).toEqual([expect.stringContaining('server'), expect.stringContaining('client')]);
  });

  it('has flags of every kind', () => {
    expect(new Set(flags.map(({ kind }) => kind))).toEqual(new Set(['boolean', 'string', 'int', 'json']));
  });

  it.each(flags)('serves only variations that $feature has', (flag) => {
    const served = [...JSON.stringify([flag.rules, flag.defaultServe, flag.variationToTargetMap]).matchAll(/"variation":"([^"]*)"/g)];

    const known = flag.variations.map(({ identifier }) => identifier);
    expect(known).toEqual(expect.arrayContaining([flag.offVariation, ...served.map(([, variation]) => variation)]));
  });

  it('refers only to flags and groups that exist', () => {
    const text = JSON.stringify(flags);
    const groups = [...text.matchAll(/"op":"segmentMatch","values":(\[[^\]]*\])|"targetSegments":(\[[^\]]*\])/g)];
    const prerequisites = flags.flatMap((flag) => flag.prerequisites ?? []);

    expect(segments.map(({ identifier }) => identifier)).toEqual(
      expect.arrayContaining(groups.flatMap(([, values, targeted]) => JSON.parse(values ?? targeted ?? '[]') as string[])),
    );
    expect(flags.map(({ feature }) => feature)).toEqual(expect.arrayContaining(prerequisites.map(({ feature }) => feature)));
  });

  it('has groups with AND rules only, with OR rules only and with both', () => {
    const forms = segments.map(({ rules, servingRules }) => [(rules ?? []).length > 0, (servingRules ?? []).length > 0]);

    expect(forms).toEqual(expect.arrayContaining([[true, false], [false, true], [true, true]]));
  });
});
