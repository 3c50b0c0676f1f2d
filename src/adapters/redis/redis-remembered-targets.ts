import { LRUCache } from 'lru-cache';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Target } from '../../kernel/target.js';
import type { RememberedTargetsPort } from '../../ports/remembered-targets.port.js';
import { AwayForAWhile } from './away-for-a-while.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import { targetIn, targetText } from './target-text.js';

const maxAgeSeconds = 24 * 60 * 60;
const maxTargets = 100_000;
const maxCharacters = 64 * 1024 * 1024;

/** An evaluation waits no longer than this for what another node may know better. */
const limitMs = 250;
const pauseMs = 1_000;
const maxLookUps = 256;

/** A larger target stays on its node. */
const maxCharactersOfOne = 256 * 1024;

/** What Redis said of one key: `text` is null when it knows nothing. Undefined: it said nothing. */
type LookUp = Promise<{ readonly text: string | null } | undefined>;

/** Targets that any node has heard of. Redis is asked first; what this node remembers by itself stands in while Redis is away. */
export class RedisRememberedTargets implements RememberedTargetsPort {
  readonly #local: LRUCache<string, Target>;
  readonly #away = new AwayForAWhile(pauseMs);
  readonly #waiting = new Map<string, LookUp>();
  #lookUps = 0;

  constructor(
    private readonly connections: RedisConnections,
    limits: { readonly maxTargets: number } = { maxTargets },
  ) {
    this.#local = new LRUCache({ max: limits.maxTargets, maxSize: maxCharacters, ttl: maxAgeSeconds * 1000 });
  }

  /** Never rejects either: what Redis does not take, this node remembers. */
  async remember(environment: EnvironmentId, target: Target): Promise<void> {
    const key = redisKeys.target(environment, target.identifier);
    const text = targetText(environment, target);
    this.#local.set(localKey(environment, target.identifier), target, { size: key.length + (text?.length ?? maxCharactersOfOne) });
    if (text === undefined || text.length > maxCharactersOfOne) return;
    const { meter } = this.connections;
    await this.#away.ask(() => meter.write(key, () => this.connections.ask((client) => client.set(key, text, 'EX', maxAgeSeconds), limitMs)));
  }

  async find(environment: EnvironmentId, identifier: string): Promise<Target | undefined> {
    const local = this.#local.get(localKey(environment, identifier));
    const found = await this.#lookUp(redisKeys.target(environment, identifier));
    if (!found) return local;
    const { text } = found;
    // Redis forgets with time too, and when it is emptied.
    return (text === null ? undefined : targetIn(text, environment, identifier)) ?? local;
  }

  /** Shared by all who ask before it is sent, and by nobody after: a registration on another node in between would be missed. */
  #lookUp(key: string): LookUp {
    const waiting = this.#waiting.get(key);
    if (waiting) return waiting;
    if (this.#lookUps >= maxLookUps) return Promise.resolve(undefined);
    this.#lookUps += 1;
    const lookUp = this.#get(key).finally(() => (this.#lookUps -= 1));
    this.#waiting.set(key, lookUp);
    return lookUp;
  }

  async #get(key: string): LookUp {
    await new Promise((resolve) => setImmediate(resolve));
    this.#waiting.delete(key);
    const found = await this.#away.ask(() => this.connections.read((client) => client.get(key), limitMs));
    return found && { text: found.answer };
  }
}

function localKey(environment: EnvironmentId, identifier: string): string {
  return `${environment.length} ${environment}${identifier}`;
}
