const longestMs = 1_000;

/** Doubles from 50 ms; jitter keeps the nodes of a fleet from coming back in one instant. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(longestMs, 25 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
}
