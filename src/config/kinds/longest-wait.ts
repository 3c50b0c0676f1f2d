/** Node's timers take at most 2^31-1 milliseconds and fire at once beyond that; this leaves room for jitter on top. */
export const longestWaitSeconds = 1_000_000;
