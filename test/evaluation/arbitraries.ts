import fc from 'fast-check';
import type { Target } from '../../src/kernel/target.js';
import type { Clause, Flag, Segment, Serve } from './flag-shapes.js';

// Few names and values, so that clauses, groups, prerequisites and circles among them meet often.
const flagNames = ['a', 'b', 'c', 'd', 'e'];
const segmentNames = ['s1', 's2', 's3', 's4'];
const texts = ['', 'x', 'X', 'xy', 'ß', 'ẞ', 'K', 'K', '日本', '😀', '\uffee', '10', '9', 'true', '<nil>', '[x 1]', '{"k":"x"}'];
const attributeNames = ['identifier', 'name', 'plan', 'age', '__proto__', 'constructor', 'toString', 'missing', ''];

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const oddList = <T>(item: fc.Arbitrary<T>, maxLength: number) =>
  fc.oneof({ weight: 1, arbitrary: oneOf(null, undefined) }, { weight: 6, arbitrary: fc.array(item, { maxLength }) });

const text = oneOf(...texts);
const variation = fc.oneof({ weight: 12, arbitrary: oneOf('on', 'off', 'third') }, { weight: 1, arbitrary: oneOf('ghost', '') });
const segmentName = fc.oneof({ weight: 8, arbitrary: oneOf(...segmentNames) }, { weight: 1, arbitrary: oneOf('unknown') });
const member = fc.record({ identifier: text });

const textClause: fc.Arbitrary<Clause> = fc.record({
  attribute: oneOf(...attributeNames),
  op: oneOf('equal', 'equal_sensitive', 'in', 'gt', 'starts_with', 'ends_with', 'contains', 'match', 'unknown', ''),
  values: oddList(fc.oneof(text, oneOf('^x', '(', 'x|K', '(?i)XY', '.{2}')), 3),
  negate: fc.boolean(),
});
const segmentClause: fc.Arbitrary<Clause> = fc.record({
  attribute: fc.constant(''),
  op: fc.constant('segmentMatch'),
  values: oddList(segmentName, 3),
});
const clause = fc.oneof(textClause, segmentClause);

const serve: fc.Arbitrary<Serve> = fc.record({
  variation: fc.option(variation),
  distribution: fc.option(
    fc.record({
      bucketBy: oneOf('identifier', 'plan', 'age', '', 'missing'),
      variations: oddList(fc.record({ variation, weight: fc.integer({ min: 0, max: 60 }) }), 4),
    }),
    { freq: 2 },
  ),
});

const flag = (feature: string): fc.Arbitrary<Flag> =>
  fc.record({
    feature: fc.constant(feature),
    kind: oneOf('boolean', 'string', 'json', 'int'),
    state: fc.oneof({ weight: 6, arbitrary: fc.constant('on') }, { weight: 1, arbitrary: oneOf('off', 'ON') }),
    offVariation: variation,
    variations: fc.constant(['on', 'off', 'third', 'on'].map((identifier, place) => ({ identifier, value: `${feature}\u2028"${place}` }))),
    defaultServe: serve,
    rules: oddList(fc.record({ ruleId: text, priority: fc.integer({ min: 0, max: 3 }), clauses: oddList(clause, 3), serve }), 4),
    variationToTargetMap: oddList(fc.record({ variation, targets: oddList(member, 2), targetSegments: oddList(segmentName, 2) }), 3),
    prerequisites: oddList(
      fc.record({
        feature: fc.oneof({ weight: 8, arbitrary: oneOf(...flagNames) }, { weight: 1, arbitrary: fc.constant('unknown') }),
        variations: oddList(variation, 3),
      }),
      2,
    ),
  });

const segment = (identifier: string): fc.Arbitrary<Segment> =>
  fc.record({
    identifier: fc.constant(identifier),
    included: oddList(member, 2),
    excluded: oddList(member, 1),
    rules: oddList(clause, 3),
    servingRules: oddList(fc.record({ priority: fc.integer(), clauses: oddList(clause, 3) }), 3),
  });

export interface AnyEnvironment {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

export const anyEnvironment: fc.Arbitrary<AnyEnvironment> = fc.record({
  flags: fc.tuple(...flagNames.map(flag)),
  segments: fc.tuple(...segmentNames.map(segment)),
});

const attributeValue = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));

export const anyTarget: fc.Arbitrary<Target> = fc.record({
  identifier: text,
  name: text,
  attributes: fc.dictionary(oneOf(...attributeNames), attributeValue),
});

const fieldNames = [
  ...['feature', 'kind', 'state', 'offVariation', 'variations', 'defaultServe', 'rules', 'variationToTargetMap', 'prerequisites'],
  ...['identifier', 'value', 'variation', 'distribution', 'bucketBy', 'weight', 'priority', 'clauses', 'serve', 'targets', 'targetSegments'],
  ...['included', 'excluded', 'servingRules', 'attribute', 'op', 'values', '__proto__'],
];

/** JSON in which any field a flag or group may have holds anything. */
export const oddJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, variation, segmentName, oneOf(...flagNames, 'on', 'segmentMatch', 'in', 'match'), fc.integer({ min: -5, max: 150 }), fc.double(), oneOf(true, false, null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(oneOf(...fieldNames), tie('value'), { maxKeys: 8 }),
  ),
})).value;
