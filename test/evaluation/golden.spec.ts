import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTarget } from '../../src/evaluation/index.js';
import type { Target } from '../../src/kernel/target.js';
import { compiled } from './compiled.js';
import type { Flag, Segment } from './flag-shapes.js';
import { NaiveEnvironment } from './naive-evaluation.js';

type Expected = Readonly<Record<string, { readonly identifier: string; readonly value: string } | null>>;

interface GoldenLine {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  readonly target: unknown;
  readonly expected: Expected;
  readonly expectedWithoutAndRules?: Expected;
}

const linesOf = (file: string): GoldenLine[] =>
  readFileSync(join(__dirname, '../fixtures/evaluation', file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.each(['golden-portable.jsonl', 'golden-full.jsonl'])('every line of %s', (file) => {
  const lines = linesOf(file);

  it('is there', () => {
    expect(lines).toHaveLength(300);
  });

  it.each([true, false])('is evaluated as expected with AND rules %s', (andRules) => {
    for (const [index, { flags, segments, ...line }] of lines.entries()) {
      const environment = compiled(flags, segments, { andRules });
      const target = targetOf(line.target);
      const expected = andRules ? line.expected : (line.expectedWithoutAndRules ?? line.expected);

      const one = flags.map(({ feature }) => [feature, served(environment.evaluate(feature, target))]);
      const all = environment.evaluateAll(target).map((evaluation) => [evaluation.flag, served(evaluation)]);

      expect([index, Object.fromEntries(one)]).toEqual([index, expected]);
      expect([index, all]).toEqual([index, one.filter(([, evaluation]) => evaluation !== null)]);
    }
  });

  it.each([true, false])('is evaluated as expected by the naive evaluation with AND rules %s', (andRules) => {
    for (const [index, { flags, segments, ...line }] of lines.entries()) {
      const naive = new NaiveEnvironment(flags, segments, andRules);
      const target = targetOf(line.target);
      const expected = andRules ? line.expected : (line.expectedWithoutAndRules ?? line.expected);

      const one = flags.map(({ feature }) => [feature, served(naive.evaluate(feature, target))]);

      expect([index, Object.fromEntries(one)]).toEqual([index, expected]);
    }
  });
});

function targetOf(json: unknown): Target {
  const target = decodeTarget(json);
  if (target === undefined) throw new Error('the fixture has no target');
  return target;
}

function served(evaluation: { readonly identifier: string; readonly value: string } | undefined): Expected[string] {
  return evaluation === undefined ? null : { identifier: evaluation.identifier, value: evaluation.value };
}
