import { isUnchanged } from './is-unchanged.js';

describe('a request with If-None-Match', () => {
  it.each(['"a"', '*', 'W/"a"', '"b", "a"', '"b",W/"a"'])('has the answer already: %s', (header) => {
    expect(isUnchanged(header, '"a"')).toBe(true);
  });

  it.each([undefined, '', '"b"', 'a', '"a-gzip"'])('needs the answer: %s', (header) => {
    expect(isUnchanged(header, '"a"')).toBe(false);
  });
});
