import type { ConfigurationChange } from '../../../kernel/changes.js';
import { LastWords } from './last-words.js';

const flag = (event: ConfigurationChange['event'], environment = 'e', identifier = 'a'): ConfigurationChange => ({ domain: 'flag', event, environment, identifier, version: 1 });
const environments = (event: 'environmentsAdded' | 'environmentsRemoved', ...ids: string[]) => ({ domain: 'proxy', event, environments: ids }) as const;
const key = (event: 'apiKeyAdded' | 'apiKeyRemoved') => ({ domain: 'proxy', event, environment: 'e', authKey: 'k' }) as const;

describe('what was told last', () => {
  it('is a deletion, of this item alone', () => {
    const words = new LastWords([flag('create'), flag('delete'), flag('patch', 'e', 'b')]);

    expect(words.itemHasGone('e', 'flag', 'a')).toBe(true);
    expect([words.itemHasGone('e', 'flag', 'b'), words.itemHasGone('e', 'target-segment', 'a'), words.itemHasGone('f', 'flag', 'a'), words.hasGone('e')]).toEqual([false, false, false, false]);
  });

  it('is no deletion once the item was made anew', () => {
    expect(new LastWords([flag('delete'), flag('create')]).itemHasGone('e', 'flag', 'a')).toBe(false);
  });

  it('is of keys as of items', () => {
    expect(new LastWords([key('apiKeyRemoved')]).keyHasGone('e', 'k')).toBe(true);
    expect(new LastWords([key('apiKeyRemoved'), key('apiKeyAdded')]).keyHasGone('e', 'k')).toBe(false);
  });

  it('takes all of an environment with it, until that comes anew', () => {
    const removed = new LastWords([environments('environmentsRemoved', 'e')]);
    expect([removed.hasGone('e'), removed.itemHasGone('e', 'flag', 'a'), removed.keyHasGone('e', 'k'), removed.hasGone('f')]).toEqual([true, true, true, false]);

    const again = new LastWords([flag('delete'), environments('environmentsRemoved', 'e'), environments('environmentsAdded', 'e')]);
    expect([again.hasGone('e'), again.itemHasGone('e', 'flag', 'a')]).toEqual([false, false]);
  });

  it('takes all of every environment with the proxy key', () => {
    const words = new LastWords([environments('environmentsAdded', 'e', 'f'), { domain: 'proxy', event: 'proxyKeyDeleted' }, environments('environmentsAdded', 'f')]);

    expect([words.hasGone('e'), words.hasGone('f')]).toEqual([true, false]);
  });
});
