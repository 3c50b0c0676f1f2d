import { reportsIn } from './reports-in.js';

const entry = (n: number) => ({ count: n, metricsType: 'FFMETRICS', timestamp: 1, attributes: [{ key: 'featureIdentifier', value: 'a, "b"]' }] });
const target = (n: number) => ({ identifier: `target-${n}`, name: 'x', attributes: [] });

describe('a report read piece by piece', () => {
  it('says all that the whole says, in the same order', () => {
    const whole = { metricsData: Array.from({ length: 200 }, (_, n) => entry(n)), targetData: Array.from({ length: 65 }, (_, n) => target(n)) };

    const pieces = [...reportsIn(JSON.stringify(whole))];

    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.flatMap(({ metricsData }) => metricsData ?? [])).toEqual(whole.metricsData);
    expect(pieces.flatMap(({ targetData }) => targetData ?? [])).toEqual(whole.targetData);
  });

  it('may be without lists', () => {
    expect([...reportsIn('{"metricsData":null,"more":[1]}')]).toEqual([]);
  });

  it.each(['', 'null', '[]', '{"metricsData":[{"count":1}', '{"metricsData":{}}', '{"metricsData":[{"count":-1}]}', '{"targetData":["bob"]}'])('throws at what is none: %s', (text) => {
    expect(() => [...reportsIn(text)]).toThrow(SyntaxError);
  });
});
