import { InvalidMetrics } from './invalid-metrics.js';
import { normaliseReport } from './normalise-report.js';
import type { RawAttributes } from './raw-report.js';

const now = 1_700_000_000_000;

describe('a normalised report', () => {
  it.each([{}, { metricsData: null, targetData: null }, { metricsData: [], targetData: [] }])('is empty for %j', (raw) => {
    expect(normaliseReport(raw, now)).toEqual({ metricsData: [], targetData: [] });
  });

  it.each([
    ['text', 'text'],
    [null, ''],
    [undefined, ''],
    [42, '42'],
    [false, 'false'],
    [['a', 1], '["a",1]'],
    [{ a: { b: 1 } }, '{"a":{"b":1}}'],
  ])('has the attribute value %j as %j', (value, text) => {
    const { targetData } = normaliseReport({ targetData: [{ identifier: 'bob', attributes: [{ key: 'k', value }] }] }, now);

    expect(targetData).toEqual([{ identifier: 'bob', name: 'bob', attributes: [{ key: 'k', value: text }] }]);
  });

  it.each<[string, { attributes?: RawAttributes }, object[]]>([
    ['missing', {}, []],
    ['null', { attributes: null }, []],
    ['an empty object', { attributes: {} }, []],
    ['an object', { attributes: { city: 'Rome' } }, [{ key: 'city', value: 'Rome' }]],
    ['a list with an empty object', { attributes: [{}, { key: null, value: 'x' }, { key: 'city', value: 'Rome' }] }, [{ key: 'city', value: 'Rome' }]],
    ['a pair with further fields', { attributes: [{ key: 'city', value: 'Rome', ...{ more: 1 } }] }, [{ key: 'city', value: 'Rome' }]],
  ])('reads attributes that are %s', (_, entry, expected) => {
    const { metricsData } = normaliseReport({ metricsData: [{ count: 1, ...entry }] }, now);

    expect(metricsData[0]?.attributes).toEqual(expected);
  });

  it('has whole counts and timestamps, and never fewer counts', () => {
    const { metricsData } = normaliseReport({ metricsData: [{ count: 2.1, timestamp: 1234.9 }] }, now);

    expect(metricsData).toEqual([{ attributes: [], count: 3, metricsType: 'FFMETRICS', timestamp: 1234 }]);
  });

  it('takes the time of arrival and the usual type for what is missing', () => {
    const { metricsData } = normaliseReport({ metricsData: [{ count: 1, timestamp: null, metricsType: null }] }, now);

    expect(metricsData).toEqual([{ attributes: [], count: 1, metricsType: 'FFMETRICS', timestamp: now }]);
  });

  it('leaves out entries that count nothing and targets without an identifier', () => {
    const raw = { metricsData: [{}, { count: 0 }, { count: null }], targetData: [{}, { identifier: '' }, { identifier: null, name: 'Bob' }] };

    expect(normaliseReport(raw, now)).toEqual({ metricsData: [], targetData: [] });
  });

  it('has numeric identifiers and names as text', () => {
    expect(normaliseReport({ targetData: [{ identifier: 17, name: 3 }] }, now).targetData).toEqual([{ identifier: '17', name: '3', attributes: [] }]);
  });

  it('is refused for a value that is nested too deeply to be written', () => {
    const value: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));

    expect(() => normaliseReport({ targetData: [{ identifier: 'bob', attributes: [{ key: 'k', value }] }] }, now)).toThrow(InvalidMetrics);
  });
});
