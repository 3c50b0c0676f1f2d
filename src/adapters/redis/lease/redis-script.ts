import { createHash } from 'node:crypto';
import type { RedisClient } from '../redis-client.js';
import type { RedisConnections } from '../redis-connections.js';
import { Fenced } from './fenced.js';

export type Asking = Pick<RedisConnections, 'ask'>;

/** A Lua script that the server keeps: its text travels only when the server does not know it. */
export class RedisScript {
  readonly #text: string;
  readonly #sha: string;

  constructor(text: string) {
    this.#text = text;
    this.#sha = createHash('sha1').update(text).digest('hex');
  }

  /** Rejects with Fenced when the script refuses a token, and with CacheUnavailable like everything that asks Redis. */
  async run(redis: Asking, keys: readonly string[], args: readonly (string | number)[], limitMs?: number): Promise<unknown> {
    const answer = await redis.ask((client) => this.#send(client, keys, args).catch(fencedOf), limitMs);
    if (answer instanceof Fenced) throw answer;
    return answer;
  }

  async #send(client: RedisClient, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await client.evalsha(this.#sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return client.eval(this.#text, keys.length, ...keys, ...args);
    }
  }
}

// As a value, since `ask` has but one kind of error for whatever Redis answers.
function fencedOf(error: unknown): Fenced {
  const [, fence] = error instanceof Error ? (/^FENCED (\d+)/.exec(error.message) ?? []) : [];
  if (fence === undefined) throw error;
  return new Fenced('a later leader has taken over', Number(fence));
}
