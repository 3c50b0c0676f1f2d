import { Fenced } from '../lease/fenced.js';
import type { RedisWriter } from '../redis-writer.js';
import type { BusEntry } from './bus-entry.js';
import { busStreams } from './bus-streams.js';

/** More than the streams hold. */
const mostRemembered = 4_000;

/** Appends what this node says, and knows it again when it is read back. */
export class OwnEntries {
  readonly #ids = new Set<string>();
  readonly #doubtful = new Set<string>();
  readonly #appending = new Set<Promise<unknown>>();

  constructor(private readonly writer: RedisWriter) {}

  /** Rejects as the writer does. An entry whose answer was lost may be there all the same. */
  async append(stream: string, text: string): Promise<void> {
    const appended = this.writer.xadd(stream, text, busStreams.maxLength);
    this.#appending.add(appended);
    try {
      remember(this.#ids, nameOf(stream, await appended));
      this.#doubtful.delete(text);
    } catch (error) {
      if (!(error instanceof Fenced)) remember(this.#doubtful, text);
      throw error;
    } finally {
      this.#appending.delete(appended);
    }
  }

  /** Whose entry it is: it may be read back before the answer to its append is here, or although that answer was lost. */
  async originOf(stream: string, { id, text }: BusEntry): Promise<'own' | 'doubtful' | 'other'> {
    await Promise.allSettled(this.#appending);
    if (this.#ids.has(nameOf(stream, id))) return 'own';
    return text !== undefined && this.#doubtful.delete(text) ? 'doubtful' : 'other';
  }
}

/** Each stream numbers for itself: entries of two streams have the same id whenever they share a millisecond. */
function nameOf(stream: string, id: string): string {
  return `${stream} ${id}`;
}

function remember(known: Set<string>, one: string): void {
  known.add(one);
  const [oldest] = known;
  if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
}
