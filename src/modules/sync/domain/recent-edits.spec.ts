import { RecentEdits, type Edit } from './recent-edits.js';

const removed = (identifier: string, stamp: number): Edit => ({ part: 'featureConfigs', identifier, event: 'removed', stamp });
const addedKey = (stamp: number): Edit => ({ part: 'authKeys', identifier: 'k', event: 'added', stamp });

describe('recent edits', () => {
  let edits: RecentEdits;
  const since = (stamp: number) => edits.since('e', 'featureConfigs', stamp).map(({ identifier }) => identifier);

  beforeEach(() => {
    edits = new RecentEdits();
  });

  it('are the ones of a part after a fetch', () => {
    edits.note('e', removed('a', 1));
    edits.note('e', removed('b', 3));
    edits.note('e', addedKey(3));
    edits.note('f', removed('c', 3));

    expect(since(2)).toEqual(['b']);
    expect(since(0)).toEqual(['a', 'b']);
  });

  it('hold the last edit of one item', () => {
    edits.note('e', addedKey(1));
    edits.note('e', { ...addedKey(2), event: 'removed' });

    expect(edits.since('e', 'authKeys', 0)).toMatchObject([{ event: 'removed' }]);
  });

  it('end with a later fetch of their part, or with the environment', () => {
    edits.note('e', removed('a', 1));
    edits.note('e', removed('b', 5));
    edits.note('e', addedKey(1));

    edits.settle('e', 'featureConfigs', 3);
    expect(since(0)).toEqual(['b']);
    expect(edits.since('e', 'authKeys', 0)).toHaveLength(1);

    edits.forget('e');
    expect(since(0)).toEqual([]);
  });

  it('are bounded', () => {
    for (let index = 0; index < 1_500; index++) edits.note('e', removed(`f${index}`, 1));

    expect(since(0)).toHaveLength(1_000);
    expect(since(0)[0]).toBe('f500');
  });
});
