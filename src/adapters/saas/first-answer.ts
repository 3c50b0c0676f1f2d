import { setTimeout as delay } from 'node:timers/promises';

interface Asking<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  /** Takes an answer that nobody wants any more. */
  readonly discard: (answer: T) => void;
  readonly patienceMs: number;
  readonly times: number;
}

/**
 * Asks once more each time that no answer has come within `patienceMs`, and `times` at most: on a connection that is dead a request
 * waits for ever, where a new one is answered. The first answer counts, the other requests are broken off. Rejects with the first
 * failure once all that were sent have failed.
 */
export async function firstAnswer<T>({ ask, discard, patienceMs, times }: Asking<T>): Promise<T> {
  const sent: { readonly answer: Promise<T>; readonly abort: AbortController }[] = [];
  for (;;) {
    const abort = new AbortController();
    sent.push({ answer: ask(abort.signal), abort });
    const answered = Promise.any(sent.map((each) => each.answer.then(() => each)));
    const first = await (sent.length < times ? within(patienceMs, answered) : answered).catch(() => sent[0]);
    if (!first) continue;
    for (const other of sent) {
      if (other === first) continue;
      other.answer.then(discard, () => undefined);
      other.abort.abort();
    }
    return first.answer;
  }
}

/** Undefined when it takes longer. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([work, delay(limitMs, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
