import { InvalidMetrics } from '../domain/invalid-metrics.js';
import { checkReport } from './check-report.js';

const sdkAttributes = [
  { key: 'featureIdentifier', value: 'f1' },
  { key: 'SDK_LANGUAGE', value: 'go' },
];

describe('the check of a posted report', () => {
  it.each<[string, unknown]>([
    ['an empty object', {}],
    ['no targets', { metricsData: [{ timestamp: 1, count: 1, metricsType: 'FFMETRICS', attributes: sdkAttributes }] }],
    ['lists that are null', { metricsData: null, targetData: null }],
    ['a value that is null', { metricsData: [{ timestamp: 1, count: 1, metricsType: 'FFMETRICS', attributes: [{ key: 'target', value: null }] }] }],
    ['empty entries, targets and attributes', { metricsData: [{}, { attributes: {} }, { attributes: [{}] }], targetData: [{}, { attributes: {} }, { attributes: null }] }],
    ['attribute values of every kind', { targetData: [{ identifier: 'a', name: 'b', attributes: [1, true, [1], { a: 1 }].map((value) => ({ key: 'k', value })) }] }],
    ['a numeric identifier', { targetData: [{ identifier: 1, name: null }] }],
    ['fields it does not know', { more: 1, metricsData: [{ count: 1, more: 1 }], targetData: [{ identifier: 'a', anonymous: true }] }],
    ['the largest exact count', { metricsData: [{ count: Number.MAX_SAFE_INTEGER }] }],
  ])('lets %s pass', (_, body) => {
    expect(checkReport(body)).toBe(body);
  });

  it('lets 10,000 entries and 100,000 targets pass', () => {
    const entry = { timestamp: 1, count: 1, metricsType: 'FFMETRICS', attributes: sdkAttributes };
    const target = { identifier: 'bob', name: 'Bob', attributes: sdkAttributes };
    const body = { metricsData: Array.from({ length: 10_000 }, () => entry), targetData: Array.from({ length: 100_000 }, () => target) };

    expect(checkReport(body)).toBe(body);
  });

  it.each<[unknown, string]>([
    [undefined, 'the body must be object'],
    [null, 'the body must be object'],
    ['text', 'the body must be object'],
    [[], 'the body must be object'],
    [{ metricsData: {} }, 'metricsData must be array'],
    [{ metricsData: [null] }, 'metricsData/0 must be object'],
    [{ metricsData: [{ count: 1 }, { count: -1 }] }, 'metricsData/1/count must be >= 0'],
    [{ metricsData: [{ count: '1' }] }, 'metricsData/0/count must be number'],
    [JSON.parse('{"metricsData":[{"count":1e999}]}'), 'metricsData/0/count must be number'],
    [{ metricsData: [{ count: 2 ** 53 }] }, 'metricsData/0/count must be <= 9007199254740991'],
    [{ metricsData: [{ timestamp: -1 }] }, 'metricsData/0/timestamp must be >= 0'],
    [{ metricsData: [{ timestamp: 'now' }] }, 'metricsData/0/timestamp must be number'],
    [{ metricsData: [{ metricsType: 'x'.repeat(101) }] }, 'metricsData/0/metricsType must NOT have more than 100 characters'],
    [{ metricsData: [{ attributes: 'secret' }] }, 'metricsData/0/attributes must be array'],
    [{ metricsData: [{ attributes: [{ key: 1 }] }] }, 'metricsData/0/attributes/0/key must be string'],
    [{ targetData: 'secret' }, 'targetData must be array'],
    [{ targetData: [{ identifier: { secret: 1 } }] }, 'targetData/0/identifier must be string'],
  ])('refuses %j: %s', (body, message) => {
    expect(() => checkReport(body)).toThrow(new InvalidMetrics(message));
  });
});
