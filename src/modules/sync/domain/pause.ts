const firstPauseMs = 1_000;

/**
 * How long to wait before polling again: the poll interval, or less while nothing is served or the stream broke off early,
 * doubling up to it. Jitter keeps many relays from asking in one moment.
 */
export function nextPauseMs({ failures, pollIntervalMs, served }: { failures: number; pollIntervalMs: number; served: boolean }): number {
  const grown = served ? pollIntervalMs : Math.min(pollIntervalMs, firstPauseMs * 2 ** Math.min(failures - 1, 16));
  return grown * (0.9 + Math.random() * 0.1);
}
