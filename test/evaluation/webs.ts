import fc from 'fast-check';
import type { Target } from '../../src/kernel/target.js';
import type { AnyEnvironment } from './arbitraries.js';
import type { Clause, Flag, Segment } from './flag-shapes.js';

// Environments that are nothing but references: groups in groups and prerequisites of prerequisites, in chains,
// diamonds and circles.
const names = ['1', '2', '3', '4', '5', '6'];
const anyName = fc.constantFrom(...names);

export const webTarget: Target = { identifier: 't', name: '', attributes: {} };

const isTarget = (value: string): Clause => ({ attribute: 'identifier', op: 'equal', values: [value] });
const oneIn = (count: number) => fc.integer({ min: 1, max: count }).map((drawn) => drawn === 1);
const listing = (isListed: fc.Arbitrary<boolean>) => isListed.map((listed) => (listed ? [{ identifier: webTarget.identifier }] : []));

const clause: fc.Arbitrary<Clause> = fc.oneof(
  { weight: 9, arbitrary: fc.array(anyName, { minLength: 1, maxLength: 3 }).map((values) => ({ op: 'segmentMatch', values })) },
  { weight: 1, arbitrary: fc.constantFrom(isTarget('t'), isTarget('somebody else')) },
);
const segment = (identifier: string): fc.Arbitrary<Segment> =>
  fc.record({
    identifier: fc.constant(identifier),
    included: listing(oneIn(6)),
    excluded: listing(oneIn(8)),
    rules: fc.array(clause, { maxLength: 2 }),
    servingRules: fc.array(fc.record({ clauses: fc.array(clause, { maxLength: 3 }) }), { maxLength: 2 }),
  });

const flagInSegment = (name: string): Flag => ({
  feature: `in ${name}`,
  kind: 'boolean',
  state: 'on',
  offVariation: 'no',
  variations: [{ identifier: 'yes', value: 'true' }, { identifier: 'no', value: 'false' }],
  defaultServe: { variation: 'no' },
  rules: [{ priority: 1, clauses: [{ op: 'segmentMatch', values: [name] }], serve: { variation: 'yes' } }],
});

export const segmentWeb: fc.Arbitrary<AnyEnvironment> = fc.record({
  flags: fc.constant(names.map(flagInSegment)),
  segments: fc.tuple(...names.map(segment)),
});

const prerequisite = fc.record({
  feature: fc.oneof({ weight: 20, arbitrary: anyName }, { weight: 1, arbitrary: fc.constant('unknown') }),
  variations: fc.oneof({ weight: 9, arbitrary: fc.constant(['yes']) }, { weight: 1, arbitrary: fc.constant(['no']) }),
});
const flag = (name: string): fc.Arbitrary<Flag> =>
  fc
    .record({
      prerequisites: fc.array(prerequisite, { maxLength: 3 }),
      variation: fc.oneof({ weight: 12, arbitrary: fc.constant('yes') }, { weight: 1, arbitrary: fc.constantFrom('no', 'ghost') }),
    })
    .map(({ prerequisites, variation }) => ({ ...flagInSegment(name), feature: name, rules: [], defaultServe: { variation }, prerequisites }));

export const prerequisiteWeb: fc.Arbitrary<AnyEnvironment> = fc.record({
  flags: fc.tuple(...names.map(flag)),
  segments: fc.constant([]),
});
