import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Lanes } from '../../../kernel/lanes.js';
import { Pace } from '../../../kernel/pace.js';
import type { RedisConnections } from '../redis-connections.js';
import { redisKeys } from '../redis-keys.js';
import type { RedisWriter } from '../redis-writer.js';
import type { WrittenEnvironments } from '../written-environments.js';
import type { InventoryText } from './inventory-text.js';
import { InventoryTexts } from './inventory-texts.js';
import { namesIn } from './names-in.js';

/**
 * The list of all that our proxy key has in Redis, which primaries compare with what they want there. A list of nothing is no key at
 * all. What is known to be stored is neither written nor read again.
 */
export class KeyInventory {
  readonly #key: string;
  readonly #pace = new Pace();
  readonly #texts = new InventoryTexts(this.#pace);
  readonly #lanes = new Lanes();
  /** Assets of environments that are kept without having been written by this process. */
  #others: ReadonlyMap<EnvironmentId, readonly string[]> = new Map();
  #isWhole = false;
  #waiting: Promise<void> | undefined;
  #stored: InventoryText | undefined;
  #doubts = 0;

  constructor(
    proxyKey: string,
    private readonly environments: WrittenEnvironments,
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {
    this.#key = redisKeys.inventory(proxyKey);
  }

  isOurs(key: string): boolean {
    return key === this.#key;
  }

  /** What is in Redis is unknown from now on. */
  doubt(): void {
    this.#stored = undefined;
    this.#doubts += 1;
  }

  /** What stays of environments that this process has not written. */
  keep(others: ReadonlyMap<EnvironmentId, readonly string[]>): void {
    this.#others = others;
  }

  /** The configuration is whole, and what earlier inventories name has been read: from now on ours is written. */
  begin(): void {
    this.#isWhole = true;
  }

  /** Another node may have written its own since: what that one names is read before ours takes its place. */
  end(): void {
    this.#isWhole = false;
    this.doubt();
  }

  /** Also for one that this process has not written. */
  forget(environment: EnvironmentId): void {
    if (this.#others.has(environment)) this.keep(new Map([...this.#others].filter(([id]) => id !== environment)));
  }

  /** Nothing before the first whole configuration: half an inventory would take the other half from Redis. Calls made meanwhile share the next write. */
  async update(): Promise<void> {
    if (!this.#isWhole) return;
    this.#waiting ??= this.#lanes.run(this.#key, () => this.#write());
    await this.#waiting;
  }

  /** Whether what was written is there, by its length. Undefined while nothing is known to be written. */
  async isStored(): Promise<boolean | undefined> {
    const stored = this.#stored;
    if (!this.#isWhole || !stored) return undefined;
    const bytes = await this.connections.ask((client) => client.strlen(this.#key));
    return stored !== this.#stored || bytes === stored.length;
  }

  /** The assets that an inventory names, whatever it says of them. None of one that says what ours is to say. */
  named(key: string): Promise<readonly string[]> {
    return this.#lanes.run(key, async () => {
      if (this.isOurs(key) && this.#stored) return [];
      const doubts = this.#doubts;
      const found = await this.connections.read((client) => client.getBuffer(key));
      if (found === null) return [];
      if (this.isOurs(key) && (await this.#isWanted(found, doubts))) return [];
      return namesIn(found.toString(), this.#pace);
    });
  }

  /** Assets of environments that stay as an earlier process has written them. */
  unwritten(): readonly (readonly string[])[] {
    return [...this.#others].flatMap(([id, assets]) => (this.environments.wanted(id) === undefined ? [assets] : []));
  }

  async #write(): Promise<void> {
    this.#waiting = undefined;
    const doubts = this.#doubts;
    const text = await this.#text();
    if (this.#stored?.isSame(text)) return;
    this.#stored = undefined;
    await (text.isEmpty ? this.writer.del(this.#key) : this.writer.set(this.#key, text.toString()));
    if (doubts === this.#doubts) this.#stored = text;
  }

  async #isWanted(found: Buffer, doubts: number): Promise<boolean> {
    const text = await this.#text();
    const isSame = await text.isIn(found, this.#pace);
    if (isSame && doubts === this.#doubts) this.#stored = text;
    return isSame;
  }

  #text(): Promise<InventoryText> {
    return this.#texts.of(this.environments.all(), this.unwritten());
  }
}
