import type { ConfigurationChange } from '../../../kernel/changes.js';
import { RecordedLog } from '../../../../test/support/recorded-log.js';
import { until } from '../../../../test/support/until.js';
import { FollowerLane } from './follower-lane.js';

const deletion: ConfigurationChange = { domain: 'flag', event: 'delete', environment: 'e', identifier: 'a', version: 2 };

describe('a follower on a node that starts', () => {
  const steps: string[] = [];
  const follower = {
    resume: async () => void steps.push('resumes'),
    past: () => void steps.push('past'),
    change: () => undefined,
    away: () => void steps.push('away'),
    again: () => undefined,
    streamState: (state: string) => void steps.push(state),
  };
  let position: string | undefined;
  let asked = 0;
  let lane: FollowerLane;

  beforeEach(() => {
    steps.length = 0;
    asked = 0;
    position = undefined;
  });

  afterEach(() => lane.end());

  const begin = (past: () => Promise<readonly ConfigurationChange[]>) => {
    const history = {
      position: async () => {
        asked += 1;
        return position;
      },
      past: async () => (await past()).map((change) => ({ change, at: 1, entry: { id: '1-0', text: '' } })),
    };
    lane = new FollowerLane(follower, history, new RecordedLog());
  };

  it('does not resume, nor hears that SDKs may come, before Redis has told what happened before', async () => {
    begin(async () => [deletion]);
    lane.streamState({ state: 'DISCONNECTED' });
    lane.streamState({ state: 'CONNECTED' });
    await until(() => asked > 1);
    expect(steps).toEqual(['away']);

    position = '1-0';

    await until(() => steps.length === 4);
    expect(steps).toEqual(['away', 'past', 'CONNECTED', 'resumes']);
  });

  it('asks again for a past that could not be read, and does nothing before', async () => {
    position = '1-0';
    let attempts = 0;
    begin(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('too slow');
      return [deletion];
    });
    lane.streamState({ state: 'CONNECTED' });

    await until(() => steps.length === 4);

    expect(steps).toEqual(['away', 'past', 'CONNECTED', 'resumes']);
    lane.streamState({ state: 'DISCONNECTED' });
    expect(steps.at(-1)).toBe('DISCONNECTED');
  });
});
