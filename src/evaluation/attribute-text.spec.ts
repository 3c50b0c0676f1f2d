import { attributeText } from './attribute-text.js';

const target = (attributes: Readonly<Record<string, unknown>>) => ({ identifier: 'the-id', name: 'The Name', attributes });

describe('an attribute as text', () => {
  it.each([
    ['text', 'text'],
    ['', ''],
    [7, '7'],
    [false, 'false'],
    [null, '<nil>'],
    [[], '[]'],
    [['a', 'b'], '[a b]'],
    [[1, 123456789, null, true], '[1 1.23456789e+08 <nil> true]'],
    [[{ b: [1], a: 'x' }, []], '[map[a:x b:[1]] []]'],
    [{}, '{}'],
    [{ k: 'v' }, '{"k":"v"}'],
    [{ b: 1e-7, a: [1, 'a', null, {}] }, '{"a":[1,"a",null,{}],"b":1e-07}'],
    [{ k: '<&>\u2028"\\\n\u0008é' }, '{"k":"\\u003c\\u0026\\u003e\\u2028\\"\\\\\\n\\u0008é"}'],
    [{ k: '\ud800' }, '{"k":"\ufffd"}'],
  ])('%j is %s', (value, text) => {
    expect(attributeText(target({ value }), 'value')).toBe(text);
  });

  it('takes identifier and name from the target itself, whatever its attributes say', () => {
    const shadowed = target({ identifier: 'other', name: 'other' });

    expect([attributeText(shadowed, 'identifier'), attributeText(shadowed, 'name')]).toEqual(['the-id', 'The Name']);
  });

  it.each(['missing', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])('is empty for %p when the target does not have it', (name) => {
    expect(attributeText(target({}), name)).toBe('');
  });

  it('finds attributes named like those that every object inherits', () => {
    const attributes = JSON.parse('{"__proto__":"p","constructor":"c","toString":1}');

    expect(['__proto__', 'constructor', 'toString'].map((name) => attributeText(target(attributes), name))).toEqual(['p', 'c', '1']);
  });

  it('sorts keys by their UTF-8 bytes, so that the order of sending does not matter', () => {
    const value = { '\u{1f600}': 1, '\uffee': 2, b: 3, a: 4 };

    expect(attributeText(target({ value }), 'value')).toBe('{"a":4,"b":3,"\uffee":2,"\u{1f600}":1}');
  });
});
