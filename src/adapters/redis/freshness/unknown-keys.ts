import { LRUCache } from 'lru-cache';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import { parsedJson } from '../parsed-json.js';
import { redisKeys } from '../redis-keys.js';
import type { Reply } from './batch.js';
import { LookUpBudget } from './look-up-budget.js';

const maxDenied = 10_000;
const deniedForMs = 1_000;
const perSecond = 200;

/** What a look-up needs of the node it serves. */
interface Surroundings {
  ask(redisKey: string): Promise<Reply>;
  /** Reads the environment into memory. */
  load(environment: EnvironmentId): Promise<void>;
  isKnown(key: AuthKeyHash): boolean;
}

/**
 * Keys that this node has not heard of: their event may be on its way, and a primary of another make announces none. Whoever
 * makes keys up costs a bounded number of reads.
 */
export class UnknownKeys {
  readonly #denied = new LRUCache<AuthKeyHash, true>({ max: maxDenied, ttl: deniedForMs });
  readonly #running = new Map<AuthKeyHash, Promise<boolean>>();
  readonly #next = new Map<AuthKeyHash, Promise<boolean>>();
  readonly #budget = new LookUpBudget(perSecond);

  constructor(private readonly node: Surroundings) {}

  /** Resolves to true once memory knows the key, or it is known that nobody does. Never rejects. */
  async discover(key: AuthKeyHash): Promise<boolean> {
    if (this.#denied.has(key)) return true;
    const waiting = this.#next.get(key);
    if (waiting) return waiting;
    return this.#budget.take() && this.#after(this.#running.get(key), key);
  }

  /** Who comes while a look-up runs shares the one after it: the running one was sent too early for them. */
  #after(running: Promise<unknown> = Promise.resolve(), key: AuthKeyHash): Promise<boolean> {
    const next = running.then(async () => {
      this.#next.delete(key);
      this.#running.set(key, next);
      const isDone = await this.#lookUp(key).catch(() => false);
      if (this.#running.get(key) === next) this.#running.delete(key);
      return isDone;
    });
    this.#next.set(key, next);
    return next;
  }

  async #lookUp(key: AuthKeyHash): Promise<boolean> {
    const reply = await this.node.ask(redisKeys.authKey(key));
    if (!reply) return false;
    const environment = parsedJson(reply.text);
    if (typeof environment === 'string' && environment !== '') await this.node.load(environment);
    if (!this.node.isKnown(key)) this.#denied.set(key, true);
    return true;
  }
}
