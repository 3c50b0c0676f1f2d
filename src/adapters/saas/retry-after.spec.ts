import { retryAfterMs } from './retry-after.js';

describe('Retry-After', () => {
  it('comes as seconds', () => {
    expect(retryAfterMs('120')).toBe(120_000);
  });

  it('comes as a date, which may have passed', () => {
    expect(retryAfterMs('Fri, 31 Dec 2100 23:59:59 GMT')).toBeGreaterThan(0);
    expect(retryAfterMs('Fri, 31 Dec 1999 23:59:59 GMT')).toBe(0);
  });

  it.each([undefined, '', 'soon'])('says nothing when it is %j', (header) => {
    expect(retryAfterMs(header)).toBeUndefined();
  });
});
