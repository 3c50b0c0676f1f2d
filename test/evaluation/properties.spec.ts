import fc from 'fast-check';
import type { Target } from '../../src/kernel/target.js';
import type { CompiledEnvironment } from '../../src/evaluation/index.js';
import { anyEnvironment, anyTarget, oddJson } from './arbitraries.js';
import { compiled } from './compiled.js';

describe('any environment', () => {
  it('serves a flag the same alone and in the list', () => {
    fc.assert(
      fc.property(anyEnvironment, anyTarget, ({ flags, segments }, target) => {
        const environment = compiled(flags, segments);

        const alone = flags.flatMap(({ feature }) => environment.evaluate(feature, target) ?? []);

        expect(environment.evaluateAll(target)).toEqual(alone);
      }),
      { numRuns: 500 },
    );
  });

  it('serves the same on every run, however often and for whomever it was asked before', () => {
    fc.assert(
      fc.property(anyEnvironment, anyTarget, anyTarget, ({ flags, segments }, target, other) => {
        const environment = compiled(flags, segments);

        const first = environment.evaluateAll(target);
        environment.evaluateAll(other);

        expect(environment.evaluateAll(target)).toEqual(first);
        expect(compiled(flags, segments).evaluateAll(target)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('serves the same whatever the order of its flags and groups', () => {
    const shuffled = anyEnvironment.chain(({ flags, segments }) =>
      fc.record({
        before: fc.constant({ flags, segments }),
        after: fc.record({
          flags: fc.shuffledSubarray([...flags], { minLength: flags.length }),
          segments: fc.shuffledSubarray([...segments], { minLength: segments.length }),
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, anyTarget, ({ before, after }, target) => {
        const first = byFlag(compiled(before.flags, before.segments), target);

        expect(byFlag(compiled(after.flags, after.segments), target)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('encodes exactly what it evaluates', () => {
    fc.assert(
      fc.property(anyEnvironment, anyTarget, ({ flags, segments }, target) => {
        const environment = compiled(flags, segments);
        const wire = environment.evaluateAll(target).map(({ flag, identifier, kind, value }) => ({ flag, identifier, kind, value }));

        expect(environment.encodeAll(target).toString()).toBe(JSON.stringify(wire));
        for (const one of wire) expect(environment.encodeOne(one.flag, target)?.toString()).toBe(JSON.stringify(one));
      }),
      { numRuns: 300 },
    );
  });

  it('tells a flag that it does not know from one that it cannot evaluate', () => {
    const environment = compiled([{ feature: 'empty', state: 'on' }]);
    const target = { identifier: 't', name: '', attributes: {} };

    expect([environment.has('empty'), environment.evaluate('empty', target)]).toEqual([true, undefined]);
    expect([environment.has('unknown'), environment.evaluate('unknown', target)]).toEqual([false, undefined]);
    expect(environment.encodeOne('empty', target)).toBeUndefined();
    expect(environment.encodeAll(target).toString()).toBe('[]');
  });
});

describe('any JSON at all', () => {
  it('makes an environment that answers', () => {
    fc.assert(
      fc.property(fc.array(oddJson, { maxLength: 4 }), fc.array(oddJson, { maxLength: 3 }), anyTarget, (flags, segments, target) => {
        const named = flags.map((flag) => (typeof flag === 'object' && flag !== null && !Array.isArray(flag) ? { state: 'on', ...flag } : flag));
        const environment = compiled(named, segments);

        const evaluations = environment.evaluateAll(target);

        expect(JSON.parse(environment.encodeAll(target).toString())).toHaveLength(evaluations.length);
        for (const evaluation of evaluations) {
          expect(environment.evaluate(evaluation.flag, target)).toEqual(evaluation);
          expect([evaluation.identifier, evaluation.kind, evaluation.value].map((field) => typeof field)).toEqual(['string', 'string', 'string']);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function byFlag(environment: CompiledEnvironment, target: Target): object {
  return Object.fromEntries(environment.evaluateAll(target).map((evaluation) => [evaluation.flag, evaluation]));
}
