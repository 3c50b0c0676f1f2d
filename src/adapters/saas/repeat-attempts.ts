import { setTimeout as sleep } from 'node:timers/promises';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import { isWorthRepeating } from './saas-answer.js';
import type { SaasLimits } from './saas-limits.js';

interface Outcome {
  readonly status: number;
  readonly retryAfterMs?: number;
}

/**
 * Repeats an attempt that met a network error, 429 or 5xx, after an exponential pause with full jitter: many relays that lost
 * the same upstream must not come back in step. The last outcome stands, whatever it is.
 */
export async function repeatAttempts<T extends Outcome>(limits: SaasLimits, closing: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    const isLast = count >= limits.attempts || closing.aborted;
    const outcome = await attempt().catch((error: unknown) => {
      if (isLast || closing.aborted || !(error instanceof UpstreamUnavailable)) throw error;
    });
    if (outcome !== undefined && (isLast || !isWorthRepeating(outcome.status))) return outcome;
    await sleep(pauseMs(limits, count, outcome?.retryAfterMs ?? 0), undefined, { signal: closing }).catch((cause: unknown) => {
      throw new UpstreamUnavailable('The connection to the upstream is closed', { cause });
    });
  }
}

function pauseMs(limits: SaasLimits, count: number, retryAfter: number): number {
  const backOff = Math.random() * Math.min(limits.maxBackOffMs, limits.backOffBaseMs * 2 ** (count - 1));
  return Math.max(backOff, Math.min(retryAfter, limits.maxRetryAfterMs));
}
