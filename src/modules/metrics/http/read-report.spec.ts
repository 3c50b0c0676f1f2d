import fc from 'fast-check';
import { readReport } from './read-report.js';

const item = fc.record({ identifier: fc.string(), attributes: fc.array(fc.record({ key: fc.string({ unit: 'binary' }), value: fc.jsonValue() })) }, { requiredKeys: [] });
const report = fc.record({ metricsData: fc.array(item), targetData: fc.array(item), 'a "name"': fc.array(item), other: fc.jsonValue() }, { requiredKeys: [] });

describe('reading a report as it arrives', () => {
  it('gives every item of every list, however large it is and wherever it is cut', async () => {
    const cases = fc.asyncProperty(report, fc.integer({ min: 50, max: 70_000 }), async (small, step) => {
      const times = Math.ceil(150_000 / JSON.stringify(small).length);
      const whole = { ...small, metricsData: repeated(small.metricsData, times), targetData: repeated(small.targetData, times) };

      const pieces = await piecesOf(JSON.stringify(whole), step);

      expect(itemsIn(pieces, 'metricsData')).toBe(said(whole.metricsData));
      expect(itemsIn(pieces, 'targetData')).toBe(said(whole.targetData));
    });

    await fc.assert(cases, { numRuns: 40 });
  });

  it('is what it is in one piece when it is small', async () => {
    expect(await piecesOf('[1,2]', 1)).toEqual([[1, 2]]);
    expect(await piecesOf(' null ', 2)).toEqual([null]);
  });

  it.each([
    ['a comma too many', (items: string) => `{"metricsData":[${items},]}`],
    ['a comma too few', (items: string) => `{"metricsData":[${items} {}]}`],
    ['brackets that do not match', (items: string) => `{"metricsData":[${items}}]`],
    ['an end too early', (items: string) => `{"metricsData":[${items}`],
    ['a list without a name', (items: string) => `{[${items}]}`],
    ['a second report', (items: string) => `{"metricsData":[${items}]},{"metricsData":[${items}]}`],
  ])('ends in an error with %s, in a small and in a large report', async (_what, make) => {
    for (const count of [1, 10_000]) {
      const items = Array.from({ length: count }, () => '{"count":1,"attributes":[]}').join(',');
      await expect(piecesOf(make(items), 10_000)).rejects.toThrow('the body is not valid JSON');
    }
  });

  it('never holds more than one item that is large', async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"metricsData":[{"metricsType":"');
      for (; ; sent += 10_000) yield Buffer.alloc(10_000, 'x');
    }

    await expect(drained(readReport(endless()))).rejects.toThrow('one item of the report is larger than 524288 bytes');
    expect(sent).toBeLessThan(600_000);
  });
});

async function piecesOf(json: string, step: number): Promise<readonly unknown[]> {
  const bytes = Buffer.from(json);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  }
  return drained(readReport(chunks()));
}

async function drained(pieces: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

function repeated(items: readonly object[] = [], times: number): readonly object[] {
  return Array.from({ length: times }, () => items).flat();
}

function itemsIn(pieces: readonly unknown[], list: string): string {
  return said(pieces.flatMap((piece) => (piece as Record<string, object[] | undefined>)[list] ?? []));
}

/** Items without content say nothing: cuts leave some. */
function said(items: readonly object[]): string {
  return JSON.stringify(items.filter((one) => Object.keys(one).length > 0));
}
