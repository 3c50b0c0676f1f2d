import { nextPauseMs } from './pause.js';

describe('the pause before the next poll', () => {
  const pause = (failures: number, served: boolean) => nextPauseMs({ failures, served, pollIntervalMs: 60_000 });

  it('is the poll interval while something is served, spread a little', () => {
    for (let failures = 1; failures < 20; failures++) {
      expect(pause(failures, true)).toBeGreaterThanOrEqual(54_000);
      expect(pause(failures, true)).toBeLessThanOrEqual(60_000);
    }
  });

  it.each([[1, 1_000], [2, 2_000], [4, 8_000], [7, 60_000], [10_000, 60_000]])('grows to it otherwise: after failure %i at most %i ms', (failures, longest) => {
    expect(pause(failures, false)).toBeLessThanOrEqual(longest);
    expect(pause(failures, false)).toBeGreaterThanOrEqual(longest * 0.9);
  });
});
