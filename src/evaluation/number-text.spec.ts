import fc from 'fast-check';
import { decimalText, jsonNumberText, listNumberText } from './number-text.js';

describe('a number as text', () => {
  it.each([
    [0, '0', '0', '0'],
    [-0, '-0', '-0', '-0'],
    [7, '7', '7', '7'],
    [-1.5, '-1.5', '-1.5', '-1.5'],
    [0.1 + 0.2, '0.30000000000000004', '0.30000000000000004', '0.30000000000000004'],
    [999999, '999999', '999999', '999999'],
    [1e6, '1000000', '1000000', '1e+06'],
    [123456789, '123456789', '123456789', '1.23456789e+08'],
    [0.0001, '0.0001', '0.0001', '0.0001'],
    [0.00001, '0.00001', '0.00001', '1e-05'],
    [1e-7, '0.0000001', '1e-07', '1e-07'],
    [-1.25e-9, '-0.00000000125', '-1.25e-09', '-1.25e-09'],
    [1e21, '1000000000000000000000', '1e+21', '1e+21'],
    [1.5e300, `15${'0'.repeat(299)}`, '1.5e+300', '1.5e+300'],
    [Infinity, '+Inf', '+Inf', '+Inf'],
    [-Infinity, '-Inf', '-Inf', '-Inf'],
  ])('%p is %s, %s in JSON and %s in a list', (value, decimal, inJson, inList) => {
    expect([decimalText(value), jsonNumberText(value), listNumberText(value)]).toEqual([decimal, inJson, inList]);
  });

  it('reads back as the same number and never has an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decimalText(value)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(decimalText(value))).toBe(value);
      }),
    );
  });
});
