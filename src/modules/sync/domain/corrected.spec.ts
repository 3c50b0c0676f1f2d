import type { ConfigurationChange } from '../../../kernel/changes.js';
import { corrected } from './corrected.js';

const said = (event: ConfigurationChange['event'], identifier: string, version: number): ConfigurationChange => ({ domain: 'flag', event, environment: 'e', identifier, version });
const holding = (versions: Readonly<Record<string, number>>) => ({
  id: 'e',
  featureConfigs: Object.entries(versions).map(([identifier, version]) => ({ identifier, version, json: '{}' })),
  segments: [],
  authKeys: [],
});

describe('the correction of last words', () => {
  it.each<[string, ConfigurationChange, Record<string, number>, string[]]>([
    ['that fit', said('patch', 'a', 2), { a: 2 }, []],
    ['that fit an item that has gone', said('delete', 'a', 2), {}, []],
    ['older than what is held, which its own event or comparison tells', said('patch', 'a', 2), { a: 3 }, []],
    ['about an item that is there again', said('delete', 'a', 9), { a: 1 }, ['create a 1']],
    ['about an item that has gone', said('patch', 'a', 2), {}, ['delete a 3']],
    ['about a former life', said('create', 'a', 9), { a: 1 }, ['delete a 10', 'create a 1']],
    ['where versions tell nothing', said('patch', 'a', 9), { a: 0 }, []],
  ])('knows what to tell after words %s', (_, words, held, expected) => {
    expect(corrected([words], holding(held)).map(({ event, identifier, version }) => `${event} ${identifier} ${version}`)).toEqual(expected);
  });
});
