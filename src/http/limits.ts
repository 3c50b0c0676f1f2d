/** A whole head. JS SDKs send targets of up to 256 KiB in one header; one of 512 KiB fits, beside a token and what else is usual. */
export const maxHeaderBytes = (512 + 32) * 1024;

export const maxBodyBytes = 1024 * 1024;

/** One post of SDK metrics may rightly hold 10,000 entries and 100,000 targets. */
export const maxMetricsBodyBytes = 25 * 1024 * 1024;

/** One entry or target in a post that is longer than this. */
export const maxMetricsItemBytes = 512 * 1024;

/** Characters of one identifier in a path. */
export const maxIdentifierLength = 8192;

/** A request head that is not complete by then is answered 408. */
export const headTimeoutMs = 4_000;

/** The end of every wait for a request, bodies included that nobody reads. */
export const requestTimeoutMs = 300_000;

/** A body may take this long, and beyond it as long as it arrives at `minBodyBytesPerSecond` on average and never stops for that long. */
export const bodyGraceMs = 4_000;
export const minBodyBytesPerSecond = 4_096;
