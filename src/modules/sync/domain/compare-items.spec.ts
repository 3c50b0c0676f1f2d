import type { ConfigItem } from '../../../kernel/configuration.js';
import { carryOver, differences } from './compare-items.js';

const item = (identifier: string, version: number, text = 'x'): ConfigItem => ({
  identifier,
  version,
  json: JSON.stringify({ feature: identifier, version, text }),
});

describe('carrying unchanged items over', () => {
  it('gives back the old array when nothing changed', () => {
    const before = [item('a', 1), item('b', 1)];

    expect(carryOver(before, [item('a', 1), item('b', 1)])).toBe(before);
  });

  it('keeps the unchanged items themselves and takes the changed ones', () => {
    const before = [item('a', 1), item('b', 1)];

    const after = carryOver(before, [item('a', 1), item('b', 2)]);

    expect(after[0]).toBe(before[0]);
    expect(after[1]).toEqual(item('b', 2));
  });

  it('notices a new order and a missing item', () => {
    const before = [item('a', 1), item('b', 1)];

    expect(carryOver(before, [item('b', 1), item('a', 1)])).not.toBe(before);
    expect(carryOver(before, [item('a', 1)])).toEqual([item('a', 1)]);
  });
});

describe('the differences between two lists', () => {
  const environment = 'e';
  const events = (before: ConfigItem[], after: ConfigItem[]) =>
    differences(environment, 'flag', before, after).map(({ event, identifier, version }) => [event, identifier, version]);

  it('are one create, one patch and one delete for exactly what changed', () => {
    const before = [item('same', 3), item('patched', 3), item('gone', 3)];
    const after = [item('same', 3), item('patched', 4), item('new', 1)];

    expect(events(before, after)).toEqual([
      ['delete', 'gone', 4],
      ['patch', 'patched', 4],
      ['create', 'new', 1],
    ]);
  });

  it('announce a flag that was deleted and created again as both', () => {
    expect(events([item('a', 9)], [item('a', 1)])).toEqual([
      ['delete', 'a', 10],
      ['create', 'a', 1],
    ]);
  });

  it('are a patch when the text changed under the same version', () => {
    expect(events([item('a', 2, 'x')], [item('a', 2, 'y')])).toEqual([['patch', 'a', 2]]);
  });

  it('are both too when it has the version that it had before, which SDKs would drop', () => {
    const flag = (fields: object): ConfigItem => ({ identifier: 'a', version: 1, json: JSON.stringify({ feature: 'a', version: 1, ...fields }) });
    const before = flag({ state: 'on', rules: [], defaultServe: { variation: 'x', distribution: null } });

    expect(events([before], [flag({ state: 'off' })])).toEqual([
      ['delete', 'a', 2],
      ['create', 'a', 1],
    ]);
    // Nobody's flag is to be gone for a moment because all texts are written in another way.
    expect(events([before], [flag({ defaultServe: { distribution: null, variation: 'x' }, state: 'on', rules: null, news: 1 })])).toEqual([['patch', 'a', 1]]);
  });

  it('are a patch when the new text has no version', () => {
    expect(events([item('a', 2)], [item('a', 0)])).toEqual([['patch', 'a', 0]]);
  });

  it('are none between equal lists, whatever their order', () => {
    expect(events([item('a', 1), item('b', 1)], [item('b', 1), item('a', 1)])).toEqual([]);
  });
});
