import type { RelayChange } from '../../../kernel/changes.js';
import type { RedisConnections } from '../redis-connections.js';
import { busEntriesIn } from './bus-entry.js';
import { busStreams } from './bus-streams.js';
import { changeIn } from './message-in.js';

/** What the stream of changes holds. It is read as a whole only when it has grown since the last time. */
export class RecentHistory {
  #read: { readonly lastId: string | undefined; readonly changes: readonly RelayChange[] } | undefined;

  constructor(private readonly connections: RedisConnections) {}

  /** Oldest first. Rejects with CacheUnavailable. */
  async changes(): Promise<readonly RelayChange[]> {
    const [last] = await this.#newest(1);
    if (this.#read && this.#read.lastId === last?.id) return this.#read.changes;
    const entries = await this.#newest(busStreams.maxLength);
    const changes = entries.map(({ text }) => changeIn(text)).filter((change) => change !== undefined);
    this.#read = { lastId: entries[0]?.id, changes: changes.toReversed() };
    return this.#read.changes;
  }

  async #newest(count: number): Promise<ReturnType<typeof busEntriesIn>> {
    return busEntriesIn(await this.connections.ask((client) => client.xrevrange(busStreams.changes, '+', '-', 'COUNT', count)));
  }
}
