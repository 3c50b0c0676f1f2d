export interface WatchTimes {
  /** Between two looks where the file system gives no hint. A look that takes long makes them rarer. */
  readonly pollMs: number;
  /** A change is over once nothing has changed for so long. */
  readonly settleMs: number;
  /** A change that never ends is taken as it is after so long. */
  readonly longestMs: number;
}

export const watchTimes: WatchTimes = { pollMs: 1_000, settleMs: 300, longestMs: 30_000 };
