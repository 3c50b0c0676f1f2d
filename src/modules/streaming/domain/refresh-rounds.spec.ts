import { toldIn } from '../../../../test/e2e/streaming/sdk-model.js';
import type { EnvironmentConfig } from '../../../kernel/configuration.js';
import { RefreshRounds } from './refresh-rounds.js';

const config: EnvironmentConfig = {
  id: 'e',
  featureConfigs: [{ identifier: 'a', version: 3, json: '{}' }],
  segments: [{ identifier: 'g', version: 2, json: '{}' }],
  authKeys: [],
};

describe('a refresh round', () => {
  const rounds = new RefreshRounds();

  it('names every flag and group to a server SDK', () => {
    expect(rounds.of(config, 'server').map(({ frame }) => toldIn(frame))).toEqual([
      { event: 'patch', domain: 'flag', identifier: 'a', version: 3, environment: 'e', apiKey: '' },
      { event: 'patch', domain: 'target-segment', identifier: 'g', version: 2, environment: 'e', apiKey: '' },
    ]);
  });

  it('is one event for a client SDK, with or without a group', () => {
    expect(rounds.of(config, 'client').map(({ frame }) => toldIn(frame))).toMatchObject([{ event: 'patch', domain: 'target-segment', identifier: 'g' }]);
    expect(rounds.of({ ...config, segments: [] }, 'client').map(({ frame }) => toldIn(frame))).toMatchObject([{ domain: 'target-segment', version: 1 }]);
  });

  it('is made once for each state of the environment', () => {
    expect(rounds.of(config, 'server')).toBe(rounds.of(config, 'server'));
    expect(rounds.of({ ...config }, 'server')).not.toBe(rounds.of(config, 'server'));
  });
});
