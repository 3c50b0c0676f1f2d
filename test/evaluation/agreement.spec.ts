import fc from 'fast-check';
import { anyEnvironment, anyTarget } from './arbitraries.js';
import { compiled } from './compiled.js';
import { NaiveEnvironment } from './naive-evaluation.js';
import { prerequisiteWeb, segmentWeb, webTarget } from './webs.js';

describe('the compiled and the naive evaluation', () => {
  // fast-check prints the seed and the smallest case when they differ.
  it.each([true, false])('agree on thousands of random environments with AND rules %s', (andRules) => {
    fc.assert(
      fc.property(anyEnvironment, fc.array(anyTarget, { minLength: 1, maxLength: 3 }), ({ flags, segments }, targets) => {
        const environment = compiled(flags, segments, { andRules });
        const naive = new NaiveEnvironment(flags, segments, andRules);

        for (const target of targets) {
          expect(JSON.parse(environment.encodeAll(target).toString())).toEqual(naive.evaluateAll(target));
        }
      }),
      { numRuns: 2500 },
    );
  });

  it.each([
    ['groups', segmentWeb],
    ['prerequisites', prerequisiteWeb],
  ])('agree on webs of %s, from wherever the search begins', (_what, web) => {
    fc.assert(
      fc.property(web, fc.boolean(), ({ flags, segments }, andRules) => {
        const environment = compiled(flags, segments, { andRules });
        const expected = new NaiveEnvironment(flags, segments, andRules).evaluateAll(webTarget);
        const backwards = compiled(flags.toReversed(), segments.toReversed(), { andRules });

        expect(JSON.parse(environment.encodeAll(webTarget).toString())).toEqual(expected);
        expect(JSON.parse(backwards.encodeAll(webTarget).toString()).toReversed()).toEqual(expected);
        for (const { flag, identifier } of expected) expect(environment.evaluate(flag, webTarget)?.identifier).toBe(identifier);
      }),
      { numRuns: 3000 },
    );
  });
});
