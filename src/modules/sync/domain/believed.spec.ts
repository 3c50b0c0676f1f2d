import type { RelayChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentConfig } from '../../../kernel/configuration.js';
import { believed } from './believed.js';
import { LastWords } from './last-words.js';
import { NoWayBack } from './no-way-back.js';

const item = (identifier: string): ConfigItem => ({ identifier, version: 1, json: JSON.stringify({ identifier }) });
const config = (flags: readonly string[], groups: readonly string[], authKeys: readonly string[], tokens: readonly [string, string, string] = ['f', 'g', 'k']): EnvironmentConfig => ({
  id: 'e',
  featureConfigs: flags.map(item),
  segments: groups.map(item),
  authKeys,
  revisions: { featureConfigs: [tokens[0]], segments: [tokens[1]], authKeys: [tokens[2]] },
});
const held = config(['a', 'b'], ['s'], ['key']);
const deleted = (identifier: string): RelayChange => ({ domain: 'flag', event: 'delete', environment: 'e', identifier, version: 2 });
const removed: RelayChange = { domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] };

describe('a node whose store has lost a part', () => {
  const noWayBack = () => new NoWayBack();
  const read = (found: EnvironmentConfig | undefined, history: readonly RelayChange[] = [], way = noWayBack(), now = 0, isWary = true) =>
    believed(held, found, { noWayBack: way, words: new LastWords(history), isWary, now });

  it.each([true, false])('keeps what it holds of it and knows it under no revision (wary: %s)', (isWary) => {
    const way = noWayBack();

    const kept = read(config([], ['s'], ['key'], ['', 'g', 'k']), [], way, 0, isWary);

    expect(kept).toEqual({ ...held, revisions: { featureConfigs: [], segments: ['g'], authKeys: ['k'] } });
    expect(way.doubtful).toEqual(['e']);
  });

  it('lets go what was deleted, item by item', () => {
    expect(read(config([], ['s'], ['key'], ['', 'g', 'k']), [deleted('a')])?.featureConfigs).toEqual([item('b')]);
    expect(read(config([], ['s'], ['key'], ['', 'g', 'k']), [deleted('a'), deleted('b')])).toEqual(config([], ['s'], ['key'], ['', 'g', 'k']));
  });

  it('keeps an environment of which nothing is found, unless it was removed', () => {
    expect(read(undefined)).toEqual({ ...held, revisions: { featureConfigs: [], segments: [], authKeys: [] } });
    expect(read(undefined, [removed])).toBeUndefined();
  });

  it('keeps keys whose list is missing, and none when the list says so', () => {
    expect(read(config(['a', 'b'], ['s'], [], ['f', 'g', '']))?.authKeys).toEqual(['key']);
    expect(read(config(['a', 'b'], ['s'], [], ['f', 'g', '[]']))?.authKeys).toEqual([]);
  });

  it('gives in when the store has insisted for half a minute', () => {
    const way = noWayBack();
    expect(read(undefined, [], way, 0)).toBeDefined();
    expect(read(undefined, [], way, 29_999)).toBeDefined();

    expect(read(undefined, [], way, 30_000)).toBeUndefined();
    expect(way.doubtful).toEqual([]);
  });

  it('is in no doubt any more once everything is there again', () => {
    const way = noWayBack();
    read(undefined, [], way);

    expect(read(held, [], way)).toEqual(held);
    expect(way.doubtful).toEqual([]);
  });
});
