import { RE2JS } from 're2js';
import { compileEnvironment, compileFlag, compileSegment, type EvaluationProblem } from './index.js';

const on = {
  feature: 'flag',
  kind: 'string',
  state: 'on',
  offVariation: 'off',
  variations: [
    { identifier: 'on', value: 'ON' },
    { identifier: 'off', value: 'OFF' },
  ],
  defaultServe: { variation: 'on' },
};
const target = { identifier: 'bob', name: 'Bob', attributes: { plan: 'pro' } };
const matching = (pattern: string) => ({ attribute: 'plan', op: 'match', values: [pattern] });

function environment(flags: readonly unknown[], segments: readonly unknown[] = []) {
  const problems: EvaluationProblem[] = [];
  const compiledFlags = flags.map(compileFlag);
  const compiledSegments = segments.map(compileSegment);
  const onProblem = (problem: EvaluationProblem) => problems.push(problem);
  const next = () => compileEnvironment(compiledFlags, compiledSegments, { andRules: true, onProblem });
  return { next, problems };
}

describe('an evaluation tells why', () => {
  it.each([
    ['DEFAULT', on, {}],
    ['OFF', { ...on, state: 'off' }, {}],
    ['PREREQUISITE', { ...on, prerequisites: [{ feature: 'flag', variations: [] }] }, {}],
    ['TARGET', { ...on, variationToTargetMap: [{ variation: 'on', targets: [{ identifier: 'bob' }] }] }, {}],
    ['TARGET_SEGMENT', { ...on, variationToTargetMap: [{ variation: 'on', targetSegments: ['group'] }] }, {}],
    ['RULE', { ...on, rules: [{ ruleId: 'r1', serve: { variation: 'on' } }] }, { ruleId: 'r1' }],
    ['DEFAULT', { ...on, defaultServe: { distribution: { bucketBy: '', variations: [{ variation: 'on', weight: 100 }] } } }, { isRollout: true }],
  ])('%s', (reason, flag, rest) => {
    const { next } = environment([flag], [{ identifier: 'group', included: [{ identifier: 'bob' }] }]);
    const isOff = reason === 'OFF' || reason === 'PREREQUISITE';

    expect(next().evaluate('flag', target)).toEqual({
      flag: 'flag',
      kind: 'string',
      identifier: isOff ? 'off' : 'on',
      value: isOff ? 'OFF' : 'ON',
      reason,
      isRollout: false,
      ...rest,
    });
  });
});

describe('a problem is reported once per version of a flag or group', () => {
  it('when the flag serves a variation that it does not have', () => {
    const { next, problems } = environment([{ ...on, defaultServe: { variation: 'ghost' } }]);

    next().evaluateAll(target);
    next().evaluate('flag', target);

    expect(problems).toEqual([{ kind: 'unevaluable-flag', flag: 'flag', message: 'variation not found: ghost' }]);
  });

  it('when the flag serves nothing', () => {
    const { next, problems } = environment([{ ...on, defaultServe: {} }]);

    next().evaluateAll(target);
    next().evaluateAll(target);

    expect(problems).toEqual([{ kind: 'unevaluable-flag', flag: 'flag', message: 'error while evaluating flag: flag' }]);
  });

  it('when a pattern of a flag is not RE2', () => {
    const { next, problems } = environment([{ ...on, rules: [{ clauses: [matching('(')], serve: { variation: 'off' } }] }]);

    expect(next().evaluate('flag', target)?.reason).toBe('DEFAULT');
    expect(next().evaluate('flag', target)?.reason).toBe('DEFAULT');

    expect(problems).toEqual([{ kind: 'unusable-pattern', owner: { type: 'flag', identifier: 'flag' }, message: expect.stringContaining('(') }]);
  });

  it('when a pattern of a group is not RE2', () => {
    const { next, problems } = environment(
      [{ ...on, variationToTargetMap: [{ variation: 'off', targetSegments: ['group'] }] }],
      [{ identifier: 'group', rules: [matching('h(?=a)')] }],
    );

    next().evaluateAll(target);
    next().evaluateAll(target);

    expect(problems).toMatchObject([{ kind: 'unusable-pattern', owner: { type: 'target-segment', identifier: 'group' } }]);
  });
});

describe('a compiled flag', () => {
  it('compiles its pattern at the first use and never again, in whatever environment it is', () => {
    const compile = jest.spyOn(RE2JS, 'compile');
    const { next } = environment([{ ...on, rules: [{ clauses: [matching('^p')], serve: { variation: 'off' } }] }]);

    const first = next();
    expect(compile).not.toHaveBeenCalled();
    first.evaluateAll(target);
    first.evaluateAll(target);
    next().evaluateAll(target);

    expect(compile).toHaveBeenCalledTimes(1);
    compile.mockRestore();
  });

  it('of a repeated identifier counts by its last version, in the place of the first', () => {
    const { next } = environment([on, { ...on, feature: 'second' }, { ...on, state: 'off' }]);

    expect(next().evaluateAll(target).map(({ flag, reason }) => [flag, reason])).toEqual([
      ['flag', 'OFF'],
      ['second', 'DEFAULT'],
    ]);
  });

  it('takes numbers and booleans for their text', () => {
    const flag = { ...on, variations: [{ identifier: true, value: 1.5 }], defaultServe: { variation: true } };

    expect(environment([flag]).next().evaluate('flag', target)).toMatchObject({ identifier: 'true', value: '1.5' });
  });

  it('encodes a json value once', () => {
    const flag = { ...on, kind: 'json', variations: [{ identifier: 'on', value: '{"a":"<b>"}' }] };

    expect(environment([flag]).next().encodeAll(target).toString()).toBe('[{"flag":"flag","identifier":"on","kind":"json","value":"{\\"a\\":\\"<b>\\"}"}]');
  });
});

describe('an environment prepared step by step', () => {
  it('takes a step for each flag and group, and answers as any other', () => {
    const { next } = environment([on, { ...on, feature: 'second' }], [{ identifier: 'group' }]);
    const prepared = next();

    expect([...prepared.prepare()]).toHaveLength(3);

    expect(prepared.evaluateAll(target)).toEqual(next().evaluateAll(target));
  });
});
