import type { ConfigurationChange } from '../../kernel/changes.js';
import { Lanes } from '../../kernel/lanes.js';
import { isRecord } from './is-record.js';
import { parsedJson } from './parsed-json.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';

type Ending = Pick<ConfigurationChange, 'domain' | 'environment' | 'identifier' | 'version'>;

/** Many more than are ever under way. */
const mostKept = 1_000;

/**
 * The deletions that Redis holds, or is about to hold, and that the bus has not been told of. They are written down before the data is,
 * since nothing shows them afterwards: should this process not live to tell them, whoever leads next does.
 */
export class UntoldEndings {
  readonly #lanes = new Lanes();
  readonly #endings = new Map<string, Ending>();
  readonly #told = new Set<string>();
  #isRead = false;

  constructor(
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {}

  /** Another node may have led since: what is in Redis counts. */
  doubt(): void {
    this.#isRead = false;
  }

  /** To be awaited before the data is written. Rejects with CacheUnavailable. */
  async begin(endings: readonly Ending[]): Promise<void> {
    if (endings.length === 0) return;
    await this.#inTurn(async () => {
      await this.#read();
      for (const ending of endings) this.#endings.set(nameOf(ending), ending);
      for (const name of [...this.#endings.keys()].slice(0, -mostKept)) this.#endings.delete(name);
      await this.#write();
    });
  }

  /** The bus holds it. Never rejects: what cannot be crossed out is told once more by the next leader. */
  async told(ending: Ending): Promise<void> {
    const name = nameOf(ending);
    if (!this.#endings.has(name)) return;
    this.#told.add(name);
    await this.#inTurn(async () => {
      // Whoever came before in turn has crossed it out as well.
      if (this.#told.size === 0) return;
      for (const each of this.#told) this.#endings.delete(each);
      this.#told.clear();
      await this.#write();
    }).catch(() => undefined);
  }

  /** All of them, the oldest first. Rejects with CacheUnavailable. */
  all(): Promise<readonly ConfigurationChange[]> {
    return this.#inTurn(async () => {
      await this.#read();
      return [...this.#endings.values()].map((ending) => ({ ...ending, event: 'delete' as const }));
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    return this.#lanes.run(redisKeys.untold, task);
  }

  async #read(): Promise<void> {
    if (this.#isRead) return;
    const text = await this.connections.read((client) => client.get(redisKeys.untold));
    this.#endings.clear();
    const stored = parsedJson(text);
    for (const ending of Array.isArray(stored) ? stored.flatMap(endingIn) : []) this.#endings.set(nameOf(ending), ending);
    this.#isRead = true;
  }

  async #write(): Promise<void> {
    if (this.#endings.size === 0) return this.writer.del(redisKeys.untold);
    return this.writer.set(redisKeys.untold, JSON.stringify([...this.#endings.values()]));
  }
}

function nameOf({ domain, environment, identifier }: Ending): string {
  return JSON.stringify([domain, environment, identifier]);
}

function endingIn(stored: unknown): readonly Ending[] {
  if (!isRecord(stored)) return [];
  const { domain, environment, identifier, version } = stored;
  if (domain !== 'flag' && domain !== 'target-segment') return [];
  if (typeof environment !== 'string' || typeof identifier !== 'string' || typeof version !== 'number') return [];
  return [{ domain, environment, identifier, version }];
}
