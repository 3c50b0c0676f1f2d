import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aWorld, type Sdk, type World } from '../support/world.js';

type Served = { readonly identifier: string; readonly value: string } | null;
type Expected = Readonly<Record<string, Served>>;

interface Case {
  readonly name: string;
  readonly flags: readonly { readonly feature: string }[];
  readonly segments: readonly object[];
  readonly target: { readonly identifier?: string; readonly name?: string };
  readonly expected: Expected;
  readonly expectedWithoutAndRules?: Expected;
}

const read = (file: string): string => readFileSync(join(__dirname, '../../fixtures/evaluation', file), 'utf8');

const goldenCases = (file: string): Case[] =>
  read(file)
    .trimEnd()
    .split('\n')
    .map((line, n) => ({ name: `${file}:${n + 1}`, ...JSON.parse(line) }));

/** These tell of one flag each, with AND rules. */
const microCases = (JSON.parse(read('micro-cases.json')) as (Omit<Case, 'expected'> & { flag: string; expected: Served })[]).map(
  ({ flag, expected, ...rest }): Case => ({ ...rest, expected: { [flag]: expected } }),
);

const cases = [...goldenCases('golden-portable.jsonl'), ...goldenCases('golden-full.jsonl'), ...microCases];
const sdkOf = (n: number): Sdk => ({ environment: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, key: `key-${n}` });
const environments = cases.map(({ flags, segments }, n) => ({ id: sdkOf(n).environment, sdkKeys: [sdkOf(n).key], flags, segments }));

describe.each([true, false])('every golden case over HTTP with AND rules %s', (andRules) => {
  let world: World;
  beforeAll(async () => (world = await aWorld({ env: { AND_RULES: String(andRules) }, environments })), 30_000);
  afterAll(() => world.close());

  const checked = cases
    .map((golden, n) => ({ golden, sdk: sdkOf(n) }))
    .filter(({ golden }) => andRules || !microCases.includes(golden))
    .map(({ golden, sdk }) => ({ ...golden, sdk, wanted: andRules ? golden.expected : (golden.expectedWithoutAndRules ?? golden.expected) }));

  const evaluations = (sdk: Sdk, identifier: string) => `/client/env/${sdk.environment}/target/${encodeURIComponent(identifier)}/evaluations`;
  const served = (evaluation: unknown): Served => {
    const { identifier, value } = evaluation as { identifier: string; value: string };
    return { identifier, value };
  };

  it('is there', () => {
    expect(checked.length).toBeGreaterThan(andRules ? 700 : 599);
  });

  it('is evaluated as expected for the target in the header, one flag at a time', async () => {
    for (const { name, sdk, target, wanted } of checked) {
      const headers = { 'harness-target': Buffer.from(JSON.stringify(target)).toString('base64') };
      const found = await Promise.all(
        Object.keys(wanted).map(async (flag) => {
          const answer = await world.askAs(sdk, `${evaluations(sdk, 'somebody else')}/${encodeURIComponent(flag)}`, { headers });
          return [flag, answer.status === 404 ? null : served(answer.json)];
        }),
      );

      expect([name, Object.fromEntries(found)]).toEqual([name, wanted]);
    }
  }, 60_000);

  it('is evaluated as expected for the target in the header, all flags at once, and leaves out what cannot be evaluated', async () => {
    for (const { name, sdk, target, wanted } of checked) {
      const headers = { 'harness-target': Buffer.from(JSON.stringify(target)).toString('base64') };

      const list = (await world.askAs(sdk, evaluations(sdk, 'somebody else'), { headers })).json as { flag: string }[];

      const found = list.filter(({ flag }) => flag in wanted).map((evaluation) => [evaluation.flag, served(evaluation)]);
      expect([name, Object.fromEntries(found)]).toEqual([name, Object.fromEntries(Object.entries(wanted).filter(([, evaluation]) => evaluation !== null))]);
    }
  }, 60_000);

  it('is evaluated as expected for the target remembered from its authentication, where that takes the target', async () => {
    let remembered = 0;
    for (const { name, sdk, target, wanted } of checked) {
      const { status } = await world.ask('/client/auth', { method: 'POST', body: { apiKey: sdk.key, target } });
      if (status !== 200 || !target.identifier || !target.name) continue;
      remembered++;

      const list = (await world.askAs(sdk, evaluations(sdk, target.identifier))).json as { flag: string }[];

      const found = list.filter(({ flag }) => flag in wanted).map((evaluation) => [evaluation.flag, served(evaluation)]);
      expect([name, Object.fromEntries(found)]).toEqual([name, Object.fromEntries(Object.entries(wanted).filter(([, evaluation]) => evaluation !== null))]);
    }
    expect(remembered).toBeGreaterThan(300);
  }, 60_000);
});
