import type { ConfigItem, EnvironmentId } from '../../kernel/configuration.js';
import { inBatches } from './in-batches.js';
import { arrayTextOf, tokenOf } from './item-texts.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys, type ItemPart } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { storedItems } from './stored-items.js';
import { UntoldEndings } from './untold-endings.js';

/** One array of one environment as this process has written it, and the keys that go with it. */
export class WrittenItems {
  readonly untold: UntoldEndings;
  /** Undefined: not written by this process, or a write broke off. */
  #array: readonly ConfigItem[] | undefined;
  /** What this process has written or tried to, whoever has written since. */
  #last: readonly ConfigItem[] = [];
  #doubts = 0;
  #isDamaged = false;
  /** What is stored of it: its token and its length in bytes. */
  #stored: { readonly token: string | null; readonly bytes: number } | undefined;
  /** Every item that may have a key: after a write that broke off, more than there are. */
  #identifiers: ReadonlySet<string> = new Set();

  constructor(
    private readonly environment: EnvironmentId,
    private readonly part: ItemPart,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {
    this.untold = new UntoldEndings(environment, part, connections, writer);
  }

  /** What is in Redis is unknown from now on: the next write is a whole one. `isDamage`: what ends with it was not written by us, and is no news. */
  doubt(isDamage = false): void {
    this.#isDamaged = isDamage && (this.#isDamaged || this.#array !== undefined);
    this.#array = undefined;
    this.#doubts += 1;
    if (!isDamage) this.untold.doubt();
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
    const text = items.length > 0 ? arrayTextOf(items) : '';
    const token = items.length > 0 ? tokenOf(text) : null;
    const written = this.#array;
    const before = written ?? (await this.#storedUnless(token));
    const possible = new Set([...this.#identifiers, ...before.map(({ identifier }) => identifier)]);
    const wanted = new Set(items.map(({ identifier }) => identifier));
    const stale = [...possible].filter((identifier) => !wanted.has(identifier));
    const known = this.#isDamaged ? this.#last : [...this.#last, ...before];
    await this.untold.begin(known.filter(({ identifier }) => !wanted.has(identifier)));
    this.#array = undefined;
    this.#last = items;
    this.#identifiers = new Set([...possible, ...wanted]);

    await this.#writeArray(text, token);
    const texts = new Map(written?.map(({ identifier, json }) => [identifier, json]));
    const changed = items.filter(({ identifier, json }) => texts.get(identifier) !== json);
    await this.writer.setAll(new Map(changed.map(({ identifier, json }) => [redisKeys.item(this.environment, this.part, identifier), json])));
    await this.#remove(stale);
    // A doubt that came meanwhile may be about what was written before it.
    if (doubts === this.#doubts) {
      this.#array = items;
      this.#isDamaged = false;
    }
    this.#identifiers = wanted;
  }

  /** Takes away the array, and the items known here or named there. */
  async remove(): Promise<void> {
    const stored = await storedItems(this.connections, this.environment, this.part);
    this.#array = undefined;
    this.#identifiers = new Set([...this.#identifiers, ...stored.map(({ identifier }) => identifier)]);
    await this.#writeArray('', null);
    await this.#remove(this.#identifiers);
    await this.untold.remove();
    this.#identifiers = new Set();
    this.#last = [];
  }

  /**
   * What is stored, where this process cannot be sure of it: a leader that ended may have written items which no inventory lists yet.
   * Nothing when the token is what it is to be.
   */
  async #storedUnless(wanted: string | null): Promise<readonly ConfigItem[]> {
    const token = await this.connections.read((client) => client.get(redisKeys.latest(this.environment, this.part)));
    return token !== null && token === wanted ? [] : storedItems(this.connections, this.environment, this.part);
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
