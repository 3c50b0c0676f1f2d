import { retryDelay } from './retry-delay.js';

describe('the delay before another attempt', () => {
  it.each([
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [7, 60_000],
    [5000, 60_000],
  ])('is after %i failures %i ms at most, and at least half of that', (failures, mostMs) => {
    expect(retryDelay(failures, 60_000, () => 0)).toBe(mostMs);
    expect(retryDelay(failures, 60_000, () => 0.999)).toBeGreaterThanOrEqual(mostMs / 2);
  });
});
