/** How the configuration is written. Everything the leader alone may write goes through here, so that a fenced one can take its place. */
export abstract class RedisWriter {
  abstract set(key: string, value: string): Promise<void>;
  /** Sets each of these keys, in any order: when it rejects, some may be set. */
  abstract setAll(values: ReadonlyMap<string, string>): Promise<void>;
  abstract del(key: string): Promise<void>;
  /** Sets fields of a hash: when it rejects, some may be set. */
  abstract hset(key: string, values: ReadonlyMap<string, string>): Promise<void>;
  /** Takes one field from a hash, and the hash with its last one. */
  abstract hdel(key: string, field: string): Promise<void>;
  /** Appends one entry with the field `event` and gives its id; the oldest beyond `maxLength` go. */
  abstract xadd(stream: string, event: string, maxLength: number): Promise<string>;
}
