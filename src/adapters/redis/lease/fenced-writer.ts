import { CacheUnavailable } from '../../../ports/cache.port.js';
import { inBatches } from '../in-batches.js';
import type { RedisWriter } from '../redis-writer.js';
import { Fenced } from './fenced.js';
import type { Fences } from './fences.js';
import { guard } from './guard.js';
import { inSteps } from './in-steps.js';
import type { Incumbent } from './incumbent.js';
import { RedisScript, type Asking } from './redis-script.js';

const set = new RedisScript(`${guard} return redis.call('SET', KEYS[2], ARGV[2])`);
const setAll = new RedisScript(`${guard} for each = 2, #KEYS do redis.call('SET', KEYS[each], ARGV[each]) end`);
const del = new RedisScript(`${guard} return redis.call('DEL', KEYS[2])`);
const hset = new RedisScript(`${guard} for each = 2, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[each], ARGV[each + 1]) end`);
const hdel = new RedisScript(`${guard} return redis.call('HDEL', KEYS[2], ARGV[2])`);
const xadd = new RedisScript(`${guard} return redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[2], '*', 'event', ARGV[3])`);

/**
 * Writes only for the leader: the server itself compares tokens in the step that writes, so that a leader which was stopped
 * between its own look at the lease and its write writes nothing. Rejects with Fenced, and the term is over.
 */
export class FencedWriter implements RedisWriter {
  readonly #redis: Asking;
  readonly #fences: Fences;
  readonly #incumbent: Incumbent;

  constructor(redis: Asking, fences: Fences, incumbent: Incumbent) {
    this.#redis = redis;
    this.#fences = fences;
    this.#incumbent = incumbent;
  }

  async set(key: string, value: string): Promise<void> {
    await this.#write(set, [key], value);
  }

  /** In as few steps as the fences allow, none of which holds up the server for long. */
  async setAll(values: ReadonlyMap<string, string>): Promise<void> {
    const byFence = new Map<string, [string, string][]>();
    for (const entry of values) {
      const fence = this.#fences.of(entry[0]);
      const others = byFence.get(fence);
      if (others) others.push(entry);
      else byFence.set(fence, [entry]);
    }
    await inBatches([...byFence.values()].flatMap(inSteps), (step) => this.#write(setAll, step.map(([key]) => key), ...step.map(([, value]) => value)));
  }

  async del(key: string): Promise<void> {
    await this.#write(del, [key]);
  }

  async hset(key: string, values: ReadonlyMap<string, string>): Promise<void> {
    for (const step of inSteps([...values])) await this.#write(hset, [key], ...step.flat());
  }

  async hdel(key: string, field: string): Promise<void> {
    await this.#write(hdel, [key], field);
  }

  async xadd(stream: string, event: string, maxLength: number): Promise<string> {
    const id = await this.#write(xadd, [stream], maxLength, event);
    if (typeof id !== 'string') throw new CacheUnavailable('Redis did not take an entry');
    return id;
  }

  async #write(script: RedisScript, keys: readonly string[], ...args: (string | number)[]): Promise<unknown> {
    const { tenure } = this.#incumbent;
    if (!tenure?.isValid) {
      tenure?.end();
      throw new Fenced('this node does not lead', 0, this.#incumbent.isAlone ?? false);
    }
    try {
      return await script.run(this.#redis, [this.#fences.of(keys[0] ?? ''), ...keys], [tenure.token, ...args]);
    } catch (error) {
      if (error instanceof Fenced) tenure.end();
      throw error;
    }
  }
}
