import type { PastChange } from '../../../kernel/changes.js';
import { RedisScript } from '../lease/redis-script.js';
import type { RedisConnections } from '../redis-connections.js';
import { busEntriesIn, type BusEntry } from './bus-entry.js';
import { busStreams } from './bus-streams.js';
import { timeOf } from './entry-id.js';
import { changeIn } from './message-in.js';

const pageSize = 200;

/** Asked of the server that numbers the entries; TIME by itself goes to any node of a Cluster. */
const time = new RedisScript("return redis.call('TIME')");

export interface PastEntry extends PastChange {
  readonly entry: BusEntry;
}

/** The changes of flags and groups that were appended within the last `windowMs`, up to and including `lastId`. Rejects with CacheUnavailable. */
export async function recentPast(connections: Pick<RedisConnections, 'ask'>, windowMs: number, lastId: string): Promise<readonly PastEntry[]> {
  if (windowMs === 0) return [];
  const now = await time.run(connections, [busStreams.changes], []);
  const seconds = Array.isArray(now) ? Number(now[0]) : 0;
  const past: PastEntry[] = [];
  let from = String(Math.max(0, seconds * 1_000 - windowMs));
  for (let isAll = false; !isAll && past.length < busStreams.maxLength; ) {
    const page = await connections.ask((client) => client.xrange(busStreams.changes, from, lastId, 'COUNT', pageSize));
    const entries = busEntriesIn(page);
    past.push(...entries.flatMap(pastChangeIn));
    from = `(${entries.at(-1)?.id ?? ''}`;
    isAll = entries.length < pageSize;
  }
  return past;
}

function pastChangeIn(entry: BusEntry): PastEntry[] {
  const change = changeIn(entry.text);
  return change === undefined || change.domain === 'proxy' ? [] : [{ entry, change, at: timeOf(entry.id) }];
}
