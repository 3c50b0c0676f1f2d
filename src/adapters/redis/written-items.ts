import type { ConfigItem, EnvironmentId } from '../../kernel/configuration.js';
import { inBatches } from './in-batches.js';
import { arrayTextOf, tokenOf } from './item-texts.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys, type ItemPart } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { storedIdentifiers } from './stored-identifiers.js';

/** One array of one environment as this process has written it, and the keys that go with it. */
export class WrittenItems {
  /** Undefined: not written by this process, or a write broke off. */
  #array: readonly ConfigItem[] | undefined;
  #doubts = 0;
  /** What is stored of it: its token and its length in bytes. */
  #stored: { readonly token: string | null; readonly bytes: number } | undefined;
  /** Every item that may have a key: after a write that broke off, more than there are. */
  #identifiers: ReadonlySet<string> = new Set();

  constructor(
    private readonly environment: EnvironmentId,
    private readonly part: ItemPart,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  /** What is in Redis is unknown from now on: the next write is a whole one. */
  doubt(): void {
    this.#array = undefined;
    this.#doubts += 1;
  }

  /** Whether the token and the length of the array are those that were written. Undefined while nothing is known to be written. */
  async isStored(): Promise<boolean | undefined> {
    const stored = this.#stored;
    if (this.#array === undefined || stored === undefined) return undefined;
    const [token, bytes] = await Promise.all([
      this.connections.ask((client) => client.get(redisKeys.latest(this.environment, this.part))),
      this.connections.ask((client) => client.strlen(redisKeys.array(this.environment, this.part))),
    ]);
    // What was written meanwhile is not what was looked for.
    return stored !== this.#stored || this.#array === undefined || (token === stored.token && bytes === stored.bytes);
  }

  /** Whether the array and the items are byte for byte those that were written. */
  async isStoredWhole(): Promise<boolean | undefined> {
    const array = this.#array;
    if (array === undefined) return undefined;
    const text = await this.connections.ask((client) => client.get(redisKeys.array(this.environment, this.part)));
    const isSame = (text ?? '[]') === arrayTextOf(array);
    const items = await inBatches(array, async ({ identifier, json }) => {
      const item = await this.connections.ask((client) => client.get(redisKeys.item(this.environment, this.part, identifier)));
      return item === json;
    });
    return array !== this.#array || (isSame && items.every((same) => same));
  }

  isWritten(items: readonly ConfigItem[]): boolean {
    return this.#array === items;
  }

  /** Each stage waits for the one before: whoever sees the token finds the data behind it. */
  async write(items: readonly ConfigItem[]): Promise<void> {
    if (this.isWritten(items)) return;
    const doubts = this.#doubts;
    const before = new Map(this.#array?.map(({ identifier, json }) => [identifier, json]));
    const text = items.length > 0 ? arrayTextOf(items) : '';
    const token = items.length > 0 ? tokenOf(text) : null;
    const possible = await this.#possible(token);
    const wanted = new Set(items.map(({ identifier }) => identifier));
    const stale = [...possible].filter((identifier) => !wanted.has(identifier));
    this.#array = undefined;
    this.#identifiers = new Set([...possible, ...wanted]);

    await this.#writeArray(text, token);
    const changed = items.filter(({ identifier, json }) => before.get(identifier) !== json);
    await this.writer.setAll(new Map(changed.map(({ identifier, json }) => [redisKeys.item(this.environment, this.part, identifier), json])));
    await this.#remove(stale);
    // A doubt that came meanwhile may be about what was written before it.
    if (doubts === this.#doubts) this.#array = items;
    this.#identifiers = wanted;
  }

  /** Takes away the array, and the items known here or named there. */
  async remove(): Promise<void> {
    const stored = await storedIdentifiers(this.connections, this.environment, this.part);
    this.#array = undefined;
    this.#identifiers = new Set([...this.#identifiers, ...stored]);
    await this.#writeArray('', null);
    await this.#remove(this.#identifiers);
    this.#identifiers = new Set();
  }

  /**
   * Those that this process wrote and, when it cannot be sure of the array, those that it names: a leader that ended may have written
   * items which no inventory lists yet.
   */
  async #possible(wanted: string | null): Promise<ReadonlySet<string>> {
    if (this.#array !== undefined) return this.#identifiers;
    const token = await this.connections.read((client) => client.get(redisKeys.latest(this.environment, this.part)));
    if (token !== null && token === wanted) return this.#identifiers;
    return new Set([...this.#identifiers, ...(await storedIdentifiers(this.connections, this.environment, this.part))]);
  }

  /** An array of nothing, which has no token, is no key at all, and its token goes first, as other makes have it. */
  async #writeArray(text: string, token: string | null): Promise<void> {
    const latest = redisKeys.latest(this.environment, this.part);
    const array = redisKeys.array(this.environment, this.part);
    if (token === null) {
      await this.writer.del(latest);
      await this.writer.del(array);
      this.#stored = { token: null, bytes: 0 };
      return;
    }
    await this.writer.set(array, text);
    await this.writer.set(latest, token);
    this.#stored = { token, bytes: Buffer.byteLength(text) };
  }

  async #remove(identifiers: Iterable<string>): Promise<void> {
    await inBatches(identifiers, async (identifier) => {
      await this.writer.del(redisKeys.item(this.environment, this.part, identifier));
      const old = redisKeys.oldItem(this.environment, this.part, identifier);
      if (old !== undefined) await this.writer.del(old);
    });
  }
}
