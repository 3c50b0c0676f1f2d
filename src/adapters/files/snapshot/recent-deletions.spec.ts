import type { ConfigItem, EnvironmentConfig } from '../../../kernel/configuration.js';
import { RecentDeletions } from './recent-deletions.js';

const item = (identifier: string, version = 1): ConfigItem => ({ identifier, version, json: JSON.stringify({ identifier, version }) });
const config = (featureConfigs: readonly ConfigItem[], segments: readonly ConfigItem[] = []): EnvironmentConfig => ({ id: 'e', featureConfigs, segments, authKeys: [] });

describe('deletions of late', () => {
  const told = (deletions: RecentDeletions, now = 0) => deletions.at(now).map(({ change, at }) => `${at} ${change.event} ${change.domain} ${change.identifier} ${change.version}`);

  it('are those of flags and groups, with a version above the one that went', () => {
    const deletions = new RecentDeletions([], 100);

    deletions.note(config([item('a', 3), item('b')], [item('g', 7)]), config([item('b', 2), item('new')]), 5);

    expect(told(deletions)).toEqual(['5 delete flag a 4', '5 delete target-segment g 8']);
  });

  it('are followed by what began anew, at once or later', () => {
    const deletions = new RecentDeletions([], 100);

    deletions.note(config([item('a', 3), item('b', 9)]), config([item('b', 1)]), 5);
    deletions.note(config([item('b', 1)]), config([item('a', 1), item('b', 1)]), 6);

    expect(told(deletions)).toEqual(['5 delete flag a 4', '5 delete flag b 10', '5 create flag b 1', '6 create flag a 1']);
  });

  it('are forgotten after the window, those of a former process as well', () => {
    const deletions = new RecentDeletions([{ change: { domain: 'flag', event: 'delete', environment: 'e', identifier: 'before', version: 2 }, at: 1 }], 100);
    deletions.note(config([item('a')]), config([]), 50);

    expect(told(deletions, 101)).toEqual(['1 delete flag before 2', '50 delete flag a 2']);
    expect(told(deletions, 102)).toEqual(['50 delete flag a 2']);
    expect(told(deletions, 151)).toEqual([]);
  });

  it('are not kept for ever by a clock that went back', () => {
    const future = { change: { domain: 'flag', event: 'delete', environment: 'e', identifier: 'late', version: 2 }, at: 1_000 } as const;
    const deletions = new RecentDeletions([future, { ...future, at: Infinity }, { change: { ...future.change, identifier: 'now' }, at: 10 }], 100);

    expect(told(deletions, 50)).toEqual(['10 delete flag now 2']);
  });

  it('go with their environment', () => {
    const deletions = new RecentDeletions([], 100);
    deletions.note(config([item('a')]), config([]), 1);
    deletions.note({ ...config([item('b')]), id: 'other' }, { ...config([]), id: 'other' }, 2);

    deletions.forget('e');

    expect(told(deletions)).toEqual(['2 delete flag b 2']);
  });

  it('are none where nothing is replayed, nor where an environment is new', () => {
    const [none, fresh] = [new RecentDeletions([], 0), new RecentDeletions([], 100)];

    none.note(config([item('a')]), config([]), 0);
    fresh.note(undefined, config([item('a')]), 0);

    expect([...none.at(0), ...fresh.at(0)]).toEqual([]);
  });

  it('are a thousand at most, the latest', () => {
    const deletions = new RecentDeletions([], 100);

    deletions.note(config(Array.from({ length: 1_100 }, (_, index) => item(`f${index}`))), config([]), 0);

    expect(deletions.at(0)).toHaveLength(1_000);
    expect(deletions.at(0).at(-1)?.change.identifier).toBe('f1099');
  });
});
