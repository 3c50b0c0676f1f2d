import { decodeTarget } from './decode-target.js';

describe('a target in JSON', () => {
  it('is read with all its fields', () => {
    const json = { identifier: 'bob', name: 'Bob', anonymous: true, attributes: { plan: 'pro', tags: ['a'] } };

    expect(decodeTarget(json)).toEqual(json);
  });

  it('may lack every field', () => {
    expect(decodeTarget({})).toEqual({ identifier: '', name: '', attributes: {} });
  });

  it('takes null for an absent field', () => {
    expect(decodeTarget({ identifier: null, name: null, anonymous: null, attributes: null })).toEqual({ identifier: '', name: '', attributes: {} });
  });

  it('finds its fields in any case, the long s and the Kelvin sign included', () => {
    const json = { IDENTIFIER: 'bob', Name: 'Bob', aNONYMOUS: false, 'attribute\u017f': { Plan: 'pro' } };

    expect(decodeTarget(json)).toEqual({ identifier: 'bob', name: 'Bob', anonymous: false, attributes: { Plan: 'pro' } });
  });

  it('takes the later of two keys that differ in case only', () => {
    expect(decodeTarget({ identifier: 'first', Identifier: 'second' })?.identifier).toBe('second');
  });

  it('passes over fields that it does not know', () => {
    expect(decodeTarget({ identifier: 'bob', account: 5, identifiers: [] })).toEqual({ identifier: 'bob', name: '', attributes: {} });
  });

  it.each([[null], ['bob'], [5], [true], [[]], [undefined]])('is not %j', (json) => {
    expect(decodeTarget(json)).toBeUndefined();
  });

  it.each([{ identifier: 5 }, { name: ['Bob'] }, { anonymous: 'true' }, { attributes: [] }, { attributes: 'plan' }, { Attributes: 1 }])(
    'is not %j, which has a field of the wrong type',
    (json) => {
      expect(decodeTarget({ identifier: 'bob', ...json })).toBeUndefined();
    },
  );

  it('keeps attributes named like those that every object inherits, and changes no object by them', () => {
    const target = decodeTarget(JSON.parse('{"identifier":"bob","__proto__":{"polluted":1},"attributes":{"__proto__":{"polluted":2}}}'));

    expect(Object.hasOwn(target?.attributes ?? {}, '__proto__')).toBe(true);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get(target ?? {}, 'polluted')).toBeUndefined();
  });
});
