import type { RedisConnections } from '../redis-connections.js';
import { isBefore } from './entry-id.js';

/** Where a stream stands. */
export interface StreamPlace {
  /** The id given last, `0-0` when none was: also of an entry that is gone. */
  readonly lastId: string;
  /** The oldest entry left. */
  readonly oldestId: string | undefined;
  readonly length: number;
}

/** Rejects with CacheUnavailable when Redis does not answer. */
export async function streamPlace(connections: Pick<RedisConnections, 'ask'>, stream: string): Promise<StreamPlace> {
  const answer = await connections.ask((client) => client.xinfo('STREAM', stream).catch(nothingOf));
  const fields: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const field = (name: string): unknown => fields[fields.indexOf(name) + 1];
  if (!fields.includes('last-generated-id')) return { lastId: '0-0', oldestId: undefined, length: 0 };
  const oldest = field('first-entry');
  return { lastId: String(field('last-generated-id')), oldestId: Array.isArray(oldest) ? String(oldest[0]) : undefined, length: Number(field('length')) };
}

/** Whether somebody who has read up to `position` may have missed an entry: it was trimmed away, or the stream is another one by now. */
export function mayHaveMissed(position: string, { lastId, oldestId, length }: StreamPlace, maxLength: number): boolean {
  if (isBefore(lastId, position)) return true;
  if (!isBefore(position, lastId)) return false;
  if (position === '0-0') return length >= maxLength;
  return oldestId === undefined || isBefore(position, oldestId);
}

function nothingOf(error: unknown): undefined {
  if (error instanceof Error && error.message.includes('no such key')) return undefined;
  throw error;
}
