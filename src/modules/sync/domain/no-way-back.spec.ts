import type { ConfigItem } from '../../../kernel/configuration.js';
import { NoWayBack } from './no-way-back.js';

const flag = (identifier: string, version: number): ConfigItem => ({ identifier, version, json: JSON.stringify({ feature: identifier, version }) });
const before = [flag('a', 5), flag('b', 2)];

describe('a node that reads what is older than what it holds', () => {
  it('keeps what it holds, item by item, and takes the rest', () => {
    const way = new NoWayBack();

    expect(way.merge('e', 'flag', before, [flag('a', 4), flag('b', 3), flag('c', 1)], 0)).toEqual([flag('a', 5), flag('b', 3), flag('c', 1)]);
    expect(way.doubtful).toEqual(['e']);
  });

  it('is in no doubt any more once the store shows what is held', () => {
    const way = new NoWayBack();
    way.merge('e', 'flag', before, [flag('a', 4), flag('b', 2)], 0);

    way.merge('e', 'flag', before, [flag('a', 5), flag('b', 2)], 1_000);

    expect(way.doubtful).toEqual([]);
  });

  it('gives in when the store has insisted for half a minute', () => {
    const way = new NoWayBack();
    const older = [flag('a', 4), flag('b', 2)];
    expect(way.merge('e', 'flag', before, older, 0)).toEqual(before);
    expect(way.merge('e', 'flag', before, older, 29_999)).toEqual(before);

    expect(way.merge('e', 'flag', before, older, 30_000)).toBe(older);
    expect(way.doubtful).toEqual([]);
  });

  it.each(['delete', 'create'] as const)('takes it at once after a %s of the item, and only once', (event) => {
    const way = new NoWayBack();
    way.expect({ domain: 'flag', event, environment: 'e', identifier: 'a', version: 1 }, before[0]);

    expect(way.merge('e', 'flag', before, [flag('a', 1), flag('b', 2)], 0)).toEqual([flag('a', 1), flag('b', 2)]);
    expect(way.merge('e', 'flag', before, [flag('a', 1), flag('b', 2)], 0)).toEqual(before);
  });

  it('does not take it later on when the new life was seen as it began', () => {
    const way = new NoWayBack();
    way.expect({ domain: 'flag', event: 'create', environment: 'e', identifier: 'a', version: 1 }, undefined);
    way.merge('e', 'flag', [flag('b', 2)], [flag('a', 1), flag('b', 2)], 0);

    expect(way.merge('e', 'flag', before, [flag('a', 4), flag('b', 2)], 0)).toEqual(before);
  });

  it('still takes it when the store shows the former life once more before the new one', () => {
    const way = new NoWayBack();
    way.expect({ domain: 'flag', event: 'delete', environment: 'e', identifier: 'a', version: 5 }, before[0]);
    way.merge('e', 'flag', before, [flag('a', 5), flag('b', 3)], 0);

    expect(way.merge('e', 'flag', before, [flag('a', 1), flag('b', 3)], 0)).toEqual([flag('a', 1), flag('b', 3)]);
  });

  it.each([
    ['create', flag('a', 1)],
    ['delete', undefined],
  ] as const)('does not take it after a %s of which it knew when it heard of it', (event, held) => {
    const way = new NoWayBack();
    way.expect({ domain: 'flag', event, environment: 'e', identifier: 'a', version: 1 }, held);

    expect(way.merge('e', 'flag', before, [flag('a', 4), flag('b', 2)], 0)).toEqual(before);
  });

  it('does not take a patch for a new life', () => {
    const way = new NoWayBack();
    way.expect({ domain: 'flag', event: 'patch', environment: 'e', identifier: 'a', version: 1 }, before[0]);

    expect(way.merge('e', 'flag', before, [flag('a', 1), flag('b', 2)], 0)).toEqual(before);
  });

  it('lets an item go that is gone from the store, and with it the doubt', () => {
    const way = new NoWayBack();
    way.merge('e', 'flag', before, [flag('a', 4), flag('b', 2)], 0);

    expect(way.merge('e', 'flag', before, [flag('b', 2)], 1)).toEqual([flag('b', 2)]);
    expect(way.doubtful).toEqual([]);
  });

  it('keeps flags and groups of one name apart', () => {
    const way = new NoWayBack();
    way.merge('e', 'flag', before, [flag('a', 4), flag('b', 2)], 0);

    way.merge('e', 'target-segment', [flag('a', 1)], [flag('a', 2)], 0);

    expect(way.doubtful).toEqual(['e']);
  });

  it('knows nothing by a version of 0', () => {
    expect(new NoWayBack().merge('e', 'flag', before, [flag('a', 0), flag('b', 2)], 0)).toEqual([flag('a', 0), flag('b', 2)]);
  });
});
