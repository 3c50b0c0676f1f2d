/** How long and how often the adapter tries. Constructors accept other values, so that tests need not wait. */
export interface SaasLimits {
  readonly connectTimeoutMs: number;
  /** One request, from its first byte out to the last byte of its answer. */
  readonly requestTimeoutMs: number;
  readonly targetTimeoutMs: number;
  readonly attempts: number;
  readonly backOffBaseMs: number;
  readonly maxBackOffMs: number;
  /** A longer `Retry-After` is cut to this. */
  readonly maxRetryAfterMs: number;
  readonly maxAnswerBytes: number;
  /** Characters of one event that may wait for their end. */
  readonly maxEventChars: number;
  readonly maxPages: number;
}

export const defaultSaasLimits: SaasLimits = {
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  targetTimeoutMs: 10_000,
  attempts: 3,
  backOffBaseMs: 200,
  maxBackOffMs: 5_000,
  maxRetryAfterMs: 10_000,
  maxAnswerBytes: 256 * 1024 * 1024,
  maxEventChars: 1024 * 1024,
  maxPages: 10_000,
};
