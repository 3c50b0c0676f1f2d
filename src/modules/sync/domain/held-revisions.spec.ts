import type { EnvironmentConfig } from '../../../kernel/configuration.js';
import { HeldRevisions } from './held-revisions.js';

const config = (id: string): EnvironmentConfig => ({ id, featureConfigs: [], segments: [], authKeys: [] });

describe('the revisions under which environments are held', () => {
  const [one, other] = [config('one'), config('other')];
  let current: Map<string, EnvironmentConfig>;
  let revisions: HeldRevisions;

  beforeEach(() => {
    current = new Map([one, other].map((each) => [each.id, each]));
    revisions = new HeldRevisions((environment) => current.get(environment));
    revisions.replace([{ revision: 'a', config: one }, { revision: 'b', config: other }]);
  });

  it('name what is held', () => {
    expect(revisions.find('a')).toBe(one);
    expect(revisions.find('b')).toBe(other);
    expect(revisions.find('c')).toBeUndefined();
  });

  it('name nothing that has changed or gone since', () => {
    current.set('one', config('one'));
    current.delete('other');

    expect(revisions.find('a')).toBeUndefined();
    expect(revisions.find('b')).toBeUndefined();
  });

  it('are those of the last configuration alone', () => {
    revisions.replace([{ revision: 'c', config: one }]);

    expect(revisions.find('a')).toBeUndefined();
    expect(revisions.find('c')).toBe(one);
  });
});
