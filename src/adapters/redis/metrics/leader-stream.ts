import { Fenced } from '../lease/fenced.js';
import type { Asking, RedisScript } from '../lease/redis-script.js';
import type { Tenure } from '../lease/tenure.js';
import { deliveredEntries, type DeliveredEntry } from './delivered-entry.js';
import { consumerGroup, streamKeys } from './stream-keys.js';
import { streamScripts } from './stream-scripts.js';

const pageSize = 100;

// One name for all: only the leader can read, and names of nodes that come and go would gather in the group.
const consumer = 'leader';

/** What is written with one step: the text of each changed environment, and the entries that have gone into it. */
export interface Fold {
  readonly fields: readonly (readonly [field: string, text: string])[];
  readonly ids: readonly string[];
  readonly unreadable: readonly string[];
}

/** The stream as the leader of one term sees it. Rejects with CacheUnavailable, or with Fenced once the term is over for others. */
export class LeaderStream {
  constructor(
    private readonly redis: Asking,
    private readonly tenure: Tenure,
    /** The one beside the stream. */
    private readonly fence: string,
  ) {}

  /** What the latest leader folded and nobody has posted. */
  async load(): Promise<Readonly<Record<string, string>>> {
    return this.redis.ask((client) => client.hgetall(streamKeys.aggregate));
  }

  /** The next entries; `isAll` when there are no more. */
  async read(): Promise<{ readonly entries: readonly DeliveredEntry[]; readonly isAll: boolean; readonly lost: number }> {
    const keys = [streamKeys.stream, streamKeys.aggregate];
    const answer = await this.#run(streamScripts.read, keys, [consumerGroup, consumer, pageSize]);
    const [lost, page] = answer;
    const entries = deliveredEntries(page);
    return { entries, isAll: entries.length < pageSize, lost: Number(lost) };
  }

  /** Takes over what was handed to others, or to this node before, and lies there for `idleMs`. `next` is undefined at the end. */
  async claim(from: string, idleMs: number): Promise<{ readonly entries: readonly DeliveredEntry[]; readonly next?: string; readonly lost: number }> {
    const answer = await this.#run(streamScripts.claim, [streamKeys.stream], [consumerGroup, consumer, idleMs, from, pageSize]);
    const [next, page, lost] = answer;
    return { entries: deliveredEntries(page), lost: Number(lost), ...(typeof next === 'string' && next !== '0-0' && { next }) };
  }

  async fold({ fields, ids, unreadable }: Fold): Promise<void> {
    const keys = [streamKeys.stream, streamKeys.aggregate, streamKeys.unreadable];
    await this.#run(streamScripts.fold, keys, [consumerGroup, fields.length, ...fields.flat(), ids.length, ...ids, ...unreadable]);
  }

  async #run(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<readonly unknown[]> {
    try {
      const answer = await script.run(this.redis, [this.fence, ...keys], [this.tenure.token, ...args]);
      return Array.isArray(answer) ? answer : [];
    } catch (error) {
      if (error instanceof Fenced) this.tenure.end();
      throw error;
    }
  }
}
