import { entryPauseMs } from './entry-pause.js';

describe('the pause between two entries of a replica', () => {
  it.each([
    ['unknown', -1, 0],
    ['an empty stream', 0, 0],
    ['a quarter', 0.25, 0],
    ['five eighths', 0.625, 200],
    ['a full stream', 1, 2_000],
    ['a stream that is cut already', 7, 2_000],
  ])('follows how much nobody has read: %s', (_, share, pauseMs) => {
    expect(entryPauseMs(share, 20)).toBeCloseTo(pauseMs);
  });
});
