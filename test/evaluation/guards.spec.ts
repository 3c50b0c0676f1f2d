import { decodeTargetHeader } from '../../src/evaluation/index.js';
import type { Target } from '../../src/kernel/target.js';
import { compiled } from './compiled.js';
import type { Clause, Flag, Segment } from './flag-shapes.js';
import { medianRatio } from './median-ratio.js';
import { aFlag, inSegment, ordinaryFlags, ordinarySegments, ordinaryTarget } from './ordinary.js';

// Every case is compared with an ordinary environment of as many flags and groups, and a target with as many values in its
// attribute, answered in the same run. Compiling, which happens once per version, is left out.
const limit = 20;

interface Hostile {
  readonly flags: readonly Flag[];
  readonly segments?: readonly Segment[];
  readonly target?: Target;
  readonly ordinary?: Target;
  /** What the first of the flags serves. */
  readonly serves: 'on' | 'off';
}

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const offFor = (...clauses: readonly Clause[]): Partial<Flag> => ({ rules: [{ priority: 1, clauses, serve: { variation: 'off' } }] });
const onText = (attribute: string, op: string, ...values: readonly string[]): Clause => ({ attribute, op, values });
const members = many(100_000, (index) => ({ identifier: `member-${index}` }));
const withAttributes = (attributes: Target['attributes']): Target => ({ ...ordinaryTarget, attributes });

const chain = (length: number, last: Flag['state']) =>
  many(length, (index) =>
    index === length - 1 ? aFlag(`f${index}`, { state: last }) : aFlag(`f${index}`, { prerequisites: [{ feature: `f${index + 1}`, variations: ['on'] }] }),
  );
const circle = (length: number) => many(length, (index) => aFlag(`f${index}`, { prerequisites: [{ feature: `f${(index + 1) % length}`, variations: ['on'] }] }));
const layers = (depth: number, width: number) =>
  many(depth * width, (index) => {
    const next = (Math.floor(index / width) + 1) * width;
    const prerequisites = many(width, (column) => ({ feature: `f${next + column}`, variations: ['on'] }));
    return aFlag(`f${index}`, next < depth * width ? { prerequisites } : {});
  });
const segmentChain = (length: number, included: readonly string[]): Segment[] =>
  many(length, (index) => ({
    identifier: `s${index}`,
    included: index === length - 1 ? included.map((identifier) => ({ identifier })) : [],
    servingRules: [{ clauses: [inSegment(`s${index + 1}`)] }],
  }));
const segmentCircle = (length: number): Segment[] =>
  many(length, (index) => ({ identifier: `s${index}`, rules: [inSegment(`s${(index + 1) % length}`), inSegment(`s${(index + 7) % length}`)] }));
const segmentLayers = (depth: number, width: number): Segment[] =>
  many(depth * width, (index) => {
    const next = (Math.floor(index / width) + 1) * width;
    return { identifier: `s${index}`, rules: many(width, (column) => inSegment(`s${next + column}`)) };
  });

const flatList = many(10_000, () => 'x');
const nested = (depth: number, wrap: (inner: unknown, level: number) => unknown) => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = wrap(value, level);
  return value;
};
const patterns = [
  'a'.repeat(10_000),
  '[a-z]'.repeat(2_000),
  'a?'.repeat(3_300) + 'a'.repeat(3_300),
  '.*'.repeat(5_000),
  many(1_400, (index) => `u${index * 7}`).join('|'),
  '\\pL'.repeat(3_300),
  '(x+x+)+y',
  '(a|b|c){900}z',
  '((((a{1,100}){1,100}){1,100}){1,100})',
  'a{1000}'.repeat(1_400),
  '('.repeat(5_000) + ')'.repeat(5_000),
  '(?i)' + '[^x]'.repeat(2_400),
];

const cases: Readonly<Record<string, () => Hostile>> = {
  'a chain of 10,000 prerequisites, all met': () => ({ flags: chain(10_000, 'on'), serves: 'on' }),
  'a chain of 10,000 prerequisites, the last one unmet': () => ({ flags: chain(10_000, 'off'), serves: 'off' }),
  'a circle of 1,000 prerequisites': () => ({ flags: circle(1_000), serves: 'on' }),
  'a flag that is its own prerequisite': () => ({ flags: circle(1), serves: 'on' }),
  'prerequisites that fan out 12-fold in 30 layers': () => ({ flags: layers(30, 12), serves: 'on' }),
  'a chain of 10,000 groups with the target at its end': () => ({
    flags: [aFlag('f', offFor(inSegment('s0')))],
    segments: segmentChain(10_000, [ordinaryTarget.identifier]),
    serves: 'off',
  }),
  'a chain of 10,000 groups without the target': () => ({ flags: [aFlag('f', offFor(inSegment('s0')))], segments: segmentChain(10_000, []), serves: 'on' }),
  'a circle of 1,000 groups, each asked about': () => ({
    flags: many(1_000, (index) => aFlag(`f${index}`, offFor(inSegment(`s${index}`)))),
    segments: segmentCircle(1_000),
    serves: 'on',
  }),
  'groups that fan out 12-fold in 30 layers': () => ({ flags: [aFlag('f', offFor(inSegment('s0')))], segments: segmentLayers(30, 12), serves: 'on' }),
  'lists of 100,000 members': () => ({
    flags: [
      aFlag('f', offFor(onText('plan', 'in', ...members.map(({ identifier }) => identifier)))),
      aFlag('g', { variationToTargetMap: [{ variation: 'off', targets: members }] }),
      aFlag('h', offFor(inSegment(...members.map(({ identifier }) => identifier), 's'))),
    ],
    segments: [{ identifier: 's', included: members, excluded: members }],
    serves: 'on',
  }),
  'patterns of 10 KB': () => ({
    flags: patterns.flatMap((pattern, index) => ['text', 'long'].map((attribute) => aFlag(`${attribute}${index}`, offFor(onText(attribute, 'match', pattern))))),
    target: withAttributes({ text: 'abcabc'.repeat(5), long: 'abc'.repeat(20_000) }),
    serves: 'on',
  }),
  'lists nested 10,000 deep in an attribute': () => ({
    flags: many(100, (index) => aFlag(`f${index}`, offFor(onText('deep', 'contains', 'y')))),
    target: withAttributes({ deep: nested(10_000, (inner) => [inner]) }),
    ordinary: withAttributes({ deep: flatList }),
    serves: 'on',
  }),
  'objects and lists nested 10,000 deep in an attribute': () => ({
    flags: many(100, (index) => aFlag(`f${index}`, offFor(onText('deep', 'contains', 'y')))),
    target: withAttributes({ deep: nested(10_000, (inner, level) => (level % 2 === 0 ? [inner] : { inner })) }),
    ordinary: withAttributes({ deep: flatList }),
    serves: 'on',
  }),
  'names that every object inherits': () => ({
    flags: ['__proto__', 'constructor', 'toString', 'valueOf'].flatMap((name) => [
      aFlag(name, { ...offFor(onText(name, 'contains', ''), inSegment(name)), prerequisites: [{ feature: name, variations: ['on', name] }] }),
      aFlag(`not ${name}`, { variationToTargetMap: [{ variation: name, targetSegments: [name] }] }),
    ]),
    target: withAttributes(JSON.parse('{"__proto__":{"a":1},"constructor":null}')),
    serves: 'on',
  }),
};

describe.each(Object.entries(cases))('%s', (_name, makeCase) => {
  const { flags, segments = [], target = ordinaryTarget, ordinary = ordinaryTarget, serves } = makeCase();
  const beside = 1_000;
  const environment = compiled([...flags, ...ordinaryFlags(beside, 40)], [...segments, ...ordinarySegments(40)]);
  const segmentCount = 40 + segments.length;
  const ordinaryCount = Math.max(flags.length + beside, segmentCount);
  const onDeep = aFlag('on deep', offFor(onText('deep', 'contains', 'y')));
  const ordinaryEnvironment = compiled([onDeep, ...ordinaryFlags(ordinaryCount, segmentCount)], ordinarySegments(segmentCount));
  const first = flags[0]?.feature ?? '';

  it('is evaluated, alone as in the list', () => {
    const inList = environment.evaluateAll(target).find(({ flag }) => flag === first);

    expect(inList?.identifier).toBe(serves);
    expect(environment.evaluate(first, target)).toEqual(inList);
  });

  it(`takes no more than ${limit} times an ordinary answer of its size`, () => {
    const ratio = medianRatio(
      () => environment.encodeAll(target),
      () => ordinaryEnvironment.encodeAll(ordinary),
    );

    expect(ratio).toBeLessThan(limit);
  });

  it(`takes no more than ${limit} times an ordinary list for one flag`, () => {
    const ratio = medianRatio(
      () => environment.encodeOne(first, target),
      () => ordinaryEnvironment.encodeAll(ordinary),
    );

    expect(ratio).toBeLessThan(limit);
  });
});

describe('a header nested thousands deep', () => {
  const headerWith = (deep: string) => Buffer.from(`{"identifier":"t","attributes":{"plan":"pro","deep":${deep}}}`).toString('base64');
  const environment = compiled([...ordinaryFlags(1_000, 40), aFlag('f', offFor(onText('deep', 'equal', 'x')))], ordinarySegments(40));

  it.each([
    ['lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['objects', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
  ])(`of %s takes no more than ${limit} times an ordinary one of its length to decode and evaluate`, (_what, deep) => {
    const answer = (header: string) => environment.encodeAll(decodeTargetHeader(header) ?? ordinaryTarget);
    const hostile = headerWith(deep);
    const ordinary = headerWith(JSON.stringify(flatList));

    expect(decodeTargetHeader(hostile)?.attributes['deep']).toBeInstanceOf(Object);
    expect(medianRatio(() => answer(hostile), () => answer(ordinary))).toBeLessThan(limit);
  });
});
