/** Up to here entries are written as they come. */
const freeShare = 0.25;
const longestPaces = 100;

/**
 * How long a replica waits between two entries of a stream that is full to this share (0 to 1) of what nobody has read: nothing at
 * first, then from `paceMs` to a hundred times as long, so that the last places are used up slowly however many replicas write.
 */
export function entryPauseMs(share: number, paceMs: number): number {
  if (!(share > freeShare)) return 0;
  return paceMs * longestPaces ** ((Math.min(1, share) - freeShare) / (1 - freeShare));
}
