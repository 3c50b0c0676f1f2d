import fc from 'fast-check';
import { MalformedJsonText, eachElement, elementsOf, memberOf, membersOf } from './json-text.js';

describe('the elements of an array', () => {
  it('are the exact source text, big integers and escapes included', () => {
    const text = ' [ 12345678901234567890 , {"a" : "]\\"}" , "b":[1,\t2]},"x\\\\" ,null,-1.5e+9, [[ ]] ,""]\n';

    expect(elementsOf(text)).toEqual(['12345678901234567890', '{"a" : "]\\"}" , "b":[1,\t2]}', '"x\\\\"', 'null', '-1.5e+9', '[[ ]]', '""']);
  });

  it('are none in an empty array', () => {
    expect(elementsOf('[]')).toEqual([]);
    expect(elementsOf(' [ \r\n ] ')).toEqual([]);
  });

  it('are found below 100,000 levels of nesting', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);

    expect(elementsOf(`[${deep},1]`)).toEqual([deep, '1']);
  });

  it('can be taken one by one before the rest is looked at', () => {
    const elements = eachElement('[1,2,oops');

    expect(elements.next().value).toBe('1');
    expect(elements.next().value).toBe('2');
    expect(() => elements.next()).toThrow(MalformedJsonText);
  });

  it('are what JSON.parse finds, for any array and any spacing', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (values, spacing) => {
        const text = JSON.stringify(values, undefined, spacing);

        expect(elementsOf(text).map((element) => JSON.parse(element))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('the members of an object', () => {
  it('tell where each key and value stands, duplicates included', () => {
    const text = '{ "a" : 1, "b":{"a":2} ,"a":"3" }';

    const parts = membersOf(text).map((member) => [member.key, text.slice(member.start, member.valueEnd), text.slice(member.valueStart, member.valueEnd)]);

    expect(parts).toEqual([
      ['a', '"a" : 1', '1'],
      ['b', '"b":{"a":2}', '{"a":2}'],
      ['a', '"a":"3"', '"3"'],
    ]);
  });

  it('have decoded keys', () => {
    expect(membersOf('{"\\u0061\\"\\\\":1,"":2,"é":3}').map((member) => member.key)).toEqual(['a"\\', '', 'é']);
  });

  it('are none in an empty object', () => {
    expect(membersOf(' { } ')).toEqual([]);
  });

  it('are what JSON.parse finds, for any object and any spacing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, spacing) => {
        const text = JSON.stringify(object, undefined, spacing);

        const found = membersOf(text).map((member) => [member.key, JSON.parse(text.slice(member.valueStart, member.valueEnd))]);

        expect(found).toEqual(Object.entries(JSON.parse(text)));
      }),
    );
  });
});

describe('one member of an object', () => {
  it('is the last of its name, as with JSON.parse', () => {
    expect(memberOf('{"v":1,"w":2,"v":12345678901234567890}', 'v')).toBe('12345678901234567890');
  });

  it('is undefined when there is none of its name', () => {
    expect(memberOf('{"v":1}', 'w')).toBeUndefined();
  });
});

describe('malformed text', () => {
  it.each(['', '{}', '1', '[', '[1', '[1,', '[1,]', '[,]', '[1 2]', '["a]', '["\\', '[{]', '[nope]', '[01]', '[1]]', '[1] x', '[1.]'])('is refused as an array: %j', (text) => {
    expect(() => elementsOf(text)).toThrow(MalformedJsonText);
  });

  it.each(['', '[]', '{', '{"a', '{"a"', '{"a":', '{"a":}', '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', '{"a" 1}', '{"a":1}}', '{"a":[}'])('is refused as an object: %j', (text) => {
    expect(() => membersOf(text)).toThrow(MalformedJsonText);
  });

  it('is described by its place, never by its content', () => {
    expect(() => membersOf('{"key":secret}')).toThrow('Malformed JSON: expected a value at position 7');
  });
});
