/** A turn may take 20 ms, or on a slower machine as long as parsing some megabytes of ordinary JSON takes there just now. */
export const limitOf = (yardstickMs: number) => Math.max(20, 8 * yardstickMs);
/** Beside ever so many objects there is their collection, which nobody can divide. */
export const limitWithGarbage = (yardstickMs: number) => 2 * limitOf(yardstickMs);
