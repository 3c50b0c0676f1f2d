import type { ConfigItem } from '../kernel/configuration.js';
import { FlagSet } from './flag-set.js';

const item = (identifier: string, fields = '"variationToTargetMap":[]'): ConfigItem => ({ identifier, version: 1, json: `{"feature":"${identifier}",${fields}}` });

describe('a set of flags', () => {
  it('serves the source text byte for byte, in upstream order', () => {
    const items = [item('b', '"big":12345678901234567890,"variationToTargetMap":[]'), item('a')];

    expect(new FlagSet(items).list.plain.toString()).toBe(`[${items.map(({ json }) => json).join(',')}]`);
  });

  it.each(['"variationToTargetMap":null', '"kind":"boolean"'])('serves an empty target map for %s', (fields) => {
    const served: unknown = JSON.parse(new FlagSet([item('a', fields)]).find('a')?.body.plain.toString() ?? '');

    expect(served).toMatchObject({ feature: 'a', variationToTargetMap: [] });
  });

  it('is an empty list without flags', () => {
    expect(new FlagSet([]).list.plain.toString()).toBe('[]');
    expect(new FlagSet([]).find('a')).toBeUndefined();
  });

  it('takes unchanged flags over with all they have made, and makes changed ones anew', () => {
    const before = new FlagSet([item('a'), item('b')]);
    const made = before.find('a')?.body.plain;
    const after = new FlagSet([item('b', '"x":1'), { ...item('a'), version: 1 }, item('c')], before);

    expect(after.find('a')).toBe(before.find('a'));
    expect(after.find('a')?.body.plain).toBe(made);
    expect(after.find('b')).not.toBe(before.find('b'));
    expect(after.find('b')?.served).toContain('"x":1');
    expect(after.flags.map((flag) => flag.item.identifier)).toEqual(['b', 'a', 'c']);
  });

  it('finds flags with any identifier', () => {
    const set = new FlagSet([item('a.b'), item('__proto__'), item('constructor')]);

    expect(set.find('__proto__')?.item.identifier).toBe('__proto__');
    expect(set.find('toString')).toBeUndefined();
    expect(set.find('a.b')).toBeDefined();
  });
});
