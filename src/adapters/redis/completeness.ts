import { randomUUID } from 'node:crypto';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { scanKeys } from './scan-keys.js';

/**
 * Whether a missing key means that something was removed. An emptied Redis looks the same, so a mark of ours says that a whole
 * configuration has been written; under a primary of another make, an inventory says so.
 */
export class Completeness {
  readonly #mark = JSON.stringify(randomUUID());
  #hasMarked = false;
  #inventory: string | undefined;

  constructor(
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  async isComplete(): Promise<boolean> {
    if (await this.#exists(redisKeys.complete)) return true;
    if (this.#inventory !== undefined && (await this.#exists(this.#inventory))) return true;
    const [inventory] = await scanKeys(this.connections, redisKeys.inventory('*'));
    this.#inventory = inventory;
    return inventory !== undefined;
  }

  /** Whether this process has put its mark there. */
  get hasMarked(): boolean {
    return this.#hasMarked;
  }

  async mark(): Promise<void> {
    await this.writer.set(redisKeys.complete, this.#mark);
    this.#hasMarked = true;
  }

  /** False when the mark of this process is gone, and with it perhaps all else that it wrote. */
  async isUntouched(): Promise<boolean> {
    if (!this.#hasMarked) return true;
    return (await this.connections.read((client) => client.get(redisKeys.complete))) === this.#mark;
  }

  async #exists(key: string): Promise<boolean> {
    return (await this.connections.read((client) => client.exists(key))) === 1;
  }
}
