import { withMember, withoutMember } from './json-members.js';

describe('editing the members of a JSON object as text', () => {
  it('drops every member of a name and leaves the rest byte for byte', () => {
    expect(withoutMember('{"a":1, "rules" : [ {"x":12345678901234567890} ],"b":{"rules":2},"rules":null}', 'rules')).toBe('{"a":1,"b":{"rules":2}}');
  });

  it('hands back the very same text when there is nothing to drop', () => {
    const text = '{ "a" : 1 }';

    expect(withoutMember(text, 'rules')).toBe(text);
  });

  it('finds a member whose name is written with escapes', () => {
    expect(withoutMember('{"\\u0072ules":[],"a":1e400}', 'rules')).toBe('{"a":1e400}');
  });

  it('replaces a member, or adds it where it was missing', () => {
    expect(withMember('{"map":null,"a":1}', 'map', '[]')).toBe('{"a":1,"map":[]}');
    expect(withMember('{}', 'map', '[]')).toBe('{"map":[]}');
  });
});
