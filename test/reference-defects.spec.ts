import { readFileSync } from 'node:fs';

interface Row {
  readonly defect: string;
  readonly ours: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

// Where the reference relay is known to fall short, and the tests that hold us to better.
const rows = JSON.parse(readFileSync('test/fixtures/reference-defects.json', 'utf8')) as readonly Row[];

describe('the list of known defects of the reference', () => {
  it('has each once', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ defect }) => defect)).size).toBe(rows.length);
  });

  it.each(rows)('names tests that exist: $defect', ({ ours, tests }) => {
    expect(ours).not.toBe('');
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) expect(titlesIn(file)).toContain(title);
  });
});

/** What follows the opening bracket of a call of `it` or of one of its tables, in single quotes. */
function titlesIn(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?:\bit|\))\(\s*'([^'\n]+)',/g)].map(([, title = '']) => title);
}
