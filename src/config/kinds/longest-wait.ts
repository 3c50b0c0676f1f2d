/** Node's timers take at most 2^31-1 milliseconds; a longer wait would fire at once. */
export const longestWaitSeconds = 2_147_483;
