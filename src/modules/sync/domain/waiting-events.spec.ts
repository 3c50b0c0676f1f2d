import type { ConfigurationChange } from '../../../kernel/changes.js';
import { LagPatience } from './lag-patience.js';
import { withoutOutdated, type Received } from './waiting-events.js';

const received = (event: ConfigurationChange['event'], identifier: string, version: number, at = 0): Received => ({
  change: { domain: 'flag', event, environment: 'e', identifier, version },
  at,
  stamp: 1,
  stream: 0,
});
const told = (events: readonly Received[]) => events.map(({ change }) => [change.event, change.identifier, change.version]);

describe('events that wait', () => {
  it('are reduced to the last of each item and the deletion before it', () => {
    const events = [
      received('patch', 'a', 1),
      received('patch', 'b', 1),
      received('delete', 'a', 1),
      received('create', 'a', 1),
      received('patch', 'a', 2),
      received('patch', 'b', 2),
      received('create', 'c', 1),
      received('delete', 'c', 1),
    ];

    expect(told(withoutOutdated(events))).toEqual([['delete', 'a', 1], ['patch', 'a', 2], ['patch', 'b', 2], ['delete', 'c', 1]]);
  });
});

describe('patience with a SaaS behind its own events', () => {
  const patience = new LagPatience({ flag: ['late'], 'target-segment': [] });
  const events = [received('patch', 'late', 2, 1_000), received('patch', 'other', 2, 2_000), received('patch', 'late', 3, 20_000)];

  it('holds back all events at first, so that they keep their order', () => {
    expect(patience.sort(events, 2_400)).toEqual({ ready: [], late: events });
  });

  it('then holds back those of the late item alone', () => {
    const { ready, late } = patience.sort(events, 21_000);

    expect(told(ready)).toEqual([['patch', 'other', 2]]);
    expect(told(late)).toEqual([['patch', 'late', 2], ['patch', 'late', 3]]);
  });

  it('ends, counted from the first event', () => {
    expect(patience.sort(events, 46_001)).toEqual({ ready: events, late: [] });
  });

  it('holds back nothing that is not behind', () => {
    expect(new LagPatience({ flag: [], 'target-segment': ['late'] }).sort(events, 1_000)).toEqual({ ready: events, late: [] });
  });

  it.each([
    [1_010, 100],
    [3_000, 2_000],
    [40_000, 10_000],
  ])('looks again at %i ms after %i ms', (now, pauseMs) => {
    expect(LagPatience.pauseMs(events, now)).toBe(pauseMs);
  });
});
