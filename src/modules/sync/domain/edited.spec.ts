import { editedItems, editedKeys } from './edited.js';
import type { Edit } from './recent-edits.js';

const item = (identifier: string) => ({ identifier, version: 1, json: '{}' });
const edit = (identifier: string, event: Edit['event']): Edit => ({ part: 'authKeys', identifier, event, stamp: 1 });

describe('lists after edits', () => {
  it('lose the removed items', () => {
    expect(editedItems([item('a'), item('b')], [edit('a', 'removed')])).toEqual([item('b')]);
  });

  it('have an item in the place of the one it replaces, and a new one at the end', () => {
    const put = (identifier: string, version: number): Edit => ({ part: 'featureConfigs', identifier, event: 'added', stamp: 1, item: { identifier, version, json: '{}' } });

    const items = editedItems([item('a'), item('b')], [put('c', 5), put('a', 2)]);

    expect(items.map(({ identifier, version }) => [identifier, version])).toEqual([['a', 2], ['b', 1], ['c', 5]]);
  });

  it('stay the very same when nothing changes', () => {
    const items = [item('a')];
    const keys = ['a'];

    expect(editedItems(items, [edit('x', 'removed')])).toBe(items);
    expect(editedKeys(keys, [edit('a', 'added'), edit('x', 'removed')])).toBe(keys);
  });

  it('gain and lose keys in the order of the edits', () => {
    expect(editedKeys(['a', 'b'], [edit('c', 'added'), edit('a', 'removed'), edit('c', 'removed'), edit('a', 'added')])).toEqual(['b', 'a']);
  });
});
