import type { ConfigurationChange } from '../../../kernel/changes.js';
import { deletedItems, fetchedPart, itemsBehind } from './refresh-batch.js';

const change = (event: ConfigurationChange['event'], identifier: string, version: number, domain: ConfigurationChange['domain'] = 'flag'): ConfigurationChange => ({
  domain,
  event,
  environment: 'e',
  identifier,
  version,
});
const item = (identifier: string, version: number) => ({ identifier, version, json: '{}' });

describe('a batch of events', () => {
  const batch = [change('create', 'a', 1), change('patch', 'b', 4), change('delete', 'a', 1), change('delete', 'c', 2), change('create', 'c', 1), change('patch', 'g', 3, 'target-segment')];

  it('fetches the items of a domain whose last event is no deletion', () => {
    expect(fetchedPart(batch, 'flag')).toEqual([change('patch', 'b', 4), change('create', 'c', 1)]);
    expect(fetchedPart(batch, 'target-segment')).toEqual([change('patch', 'g', 3, 'target-segment')]);
  });

  it('deletes those whose last event is one', () => {
    expect(deletedItems(batch, 'flag')).toEqual(['a']);
    expect(deletedItems(batch, 'target-segment')).toEqual([]);
  });
});

describe('items behind their events', () => {
  it('are older than them or not there', () => {
    const expected = [change('patch', 'old', 2), change('create', 'missing', 1), change('patch', 'same', 2), change('patch', 'newer', 2)];

    expect(itemsBehind([item('old', 1), item('same', 2), item('newer', 3)], expected)).toEqual(['old', 'missing']);
  });

  it('cannot be told without versions', () => {
    expect(itemsBehind([item('a', 1)], [change('patch', 'a', 0), change('create', 'b', 0)])).toEqual([]);
    expect(itemsBehind([item('a', 0)], [change('patch', 'a', 5)])).toEqual([]);
  });
});
