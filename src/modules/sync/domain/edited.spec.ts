import { editedItems, editedKeys } from './edited.js';
import type { Edit } from './recent-edits.js';

const item = (identifier: string) => ({ identifier, version: 1, json: '{}' });
const edit = (identifier: string, event: Edit['event']): Edit => ({ part: 'authKeys', identifier, event, stamp: 1 });

describe('lists after edits', () => {
  it('lose the removed items', () => {
    expect(editedItems([item('a'), item('b')], [edit('a', 'removed')])).toEqual([item('b')]);
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
