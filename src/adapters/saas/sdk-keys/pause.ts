import { setTimeout as delay } from 'node:timers/promises';

/** Waits so long, or until `closed` aborts. */
export async function pause(ms: number, closed: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: closed }).catch(() => undefined);
}
