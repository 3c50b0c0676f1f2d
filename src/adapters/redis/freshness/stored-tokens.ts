import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { FreshPart } from '../../../ports/freshness.port.js';
import { tokenOf } from '../item-texts.js';
import type { RedisConnections } from '../redis-connections.js';
import { redisKeys, type ItemPart } from '../redis-keys.js';
import { withinLimit } from '../within-limit.js';
import type { Reply } from './batch.js';
import type { CheckedServers } from './checked-servers.js';
import { Loads } from './loads.js';

/** Where it stands in Redis as what a part is known there: an array by the token beside it, the keys by their list itself. */
export class StoredTokens {
  readonly #ofData = new Loads((environment: EnvironmentId, part: ItemPart) => this.#readData(environment, part));

  constructor(
    private readonly servers: CheckedServers,
    private readonly connections: RedisConnections,
    private readonly loadMs: number,
  ) {}

  keyOf(environment: EnvironmentId, part: FreshPart): string {
    return part === 'authKeys' ? redisKeys.authKeys(environment) : redisKeys.latest(environment, part);
  }

  /** The token in a reply, '' for nothing. Undefined: nobody can tell now. */
  async in(reply: Reply, environment: EnvironmentId, part: FreshPart): Promise<string | undefined> {
    if (!reply) return undefined;
    if (reply.text !== null || part === 'authKeys') return reply.text ?? '';
    return this.#tokenOfData(environment, part);
  }

  /** For an array without a token: one of nothing is not written at all. */
  async #tokenOfData(environment: EnvironmentId, part: ItemPart): Promise<string | undefined> {
    const key = redisKeys.array(environment, part);
    const exists = await this.servers.of(key).ask('exists', key);
    if (exists?.text !== '1') return exists && '';
    return withinLimit(this.#ofData.next(environment, part), this.loadMs);
  }

  async #readData(environment: EnvironmentId, part: ItemPart): Promise<string> {
    const bytes = await this.connections.read((client) => client.getBuffer(redisKeys.array(environment, part)));
    return bytes === null ? '' : tokenOf(bytes);
  }
}
