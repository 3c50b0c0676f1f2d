import { errorOutline } from './error-outline.js';
import { redactor } from './redactor.js';

describe('what is about to be written', () => {
  const redact = redactor(['a/b"c secret', 'short', 'd8ba3e2f-3993']);

  it.each([
    ['as it is', 'key d8ba3e2f-3993!', 'key [redacted]!'],
    ['in JSON', JSON.stringify({ key: 'a/b"c secret' }), '{"key":"[redacted]"}'],
    ['in a URL', '/proxy/config?key=a%2Fb%22c%20secret&x=1', '/proxy/config?key=[redacted]&x=1'],
    ['more than once', 'd8ba3e2f-3993 d8ba3e2f-3993', '[redacted] [redacted]'],
    ['as a token of anybody', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln-x_', 'Bearer [redacted]'],
  ])('holds no secret %s', (_, line, expected) => {
    expect(redact(line)).toBe(expected);
  });

  it('keeps words that happen to be a short secret', () => {
    expect(redact('a short line')).toBe('a short line');
  });
});

describe('the outline of an error', () => {
  it('says what it is and why, and nothing that a client hung on it', () => {
    const error = Object.assign(new Error('broke', { cause: new TypeError('why') }), { code: 'E_X', command: { args: ['password'] }, config: { headers: {} } });

    const outline = errorOutline(error);

    expect(outline).toMatchObject({ type: 'Error', code: 'E_X', message: 'broke', causes: [{ type: 'TypeError', message: 'why' }] });
    expect(Object.keys(outline)).toEqual(['type', 'code', 'message', 'stack', 'causes']);
  });

  it('ends where causes go round', () => {
    const error = new Error('round');
    error.cause = error;

    expect(JSON.stringify(errorOutline(error)).split('"message":"round"')).toHaveLength(6);
  });

  it('tells nothing of what is no error', () => {
    expect(errorOutline({ password: 'x' })).toEqual({ type: 'object' });
  });
});
