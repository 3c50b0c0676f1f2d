import type { ConfigurationChange, StreamState } from '../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../kernel/configuration.js';
import { CacheUnavailable, type CachePort } from '../../ports/cache.port.js';
import { Completeness } from './completeness.js';
import { EnvironmentReader } from './environment-reader.js';
import { findEnvironments } from './find-environments.js';
import { inBatches } from './in-batches.js';
import { KeyInventory } from './inventory/key-inventory.js';
import type { LeftOvers } from './inventory/left-overs.js';
import { Lanes } from '../../kernel/lanes.js';
import type { OtherDatabase } from './other-database.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { SmartCleanUp } from './smart-clean-up.js';
import { streamStateIn, streamStateText } from './stream-state-text.js';
import { WrittenEnvironments } from './written-environments.js';

/** Environments looked at whole in one audit, once something was found. */
const suspectsAtOnce = 50;

/** Environments in memory at once while all are loaded. */
const loadedAtOnce = 16;

/** The configuration in Redis, in the layout that relays of every make share. */
export class RedisCache implements CachePort {
  readonly #completeness: Completeness;
  readonly #reader: EnvironmentReader;
  readonly #environments: WrittenEnvironments;
  readonly #inventory: KeyInventory;
  readonly #cleanUp: SmartCleanUp;
  readonly #lanes = new Lanes();
  /** The next environment to be looked at whole. */
  #next = 0;
  #hasFoundDamage = false;

  /** The proxy key is '' on a node that only reads: nothing there is left over to it. `elsewhere` is looked at when nothing is here. */
  constructor(
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
    proxyKey: string,
    private readonly leftOvers?: LeftOvers,
    private readonly elsewhere?: OtherDatabase,
  ) {
    this.#completeness = new Completeness(connections, writer);
    this.#reader = new EnvironmentReader(connections, this.#completeness);
    this.#environments = new WrittenEnvironments(connections, writer);
    this.#inventory = new KeyInventory(proxyKey, this.#environments, connections, writer);
    this.#cleanUp = new SmartCleanUp(this.#environments, this.#inventory, this.#reader, this.#completeness, connections, writer);
  }

  /** Rejects at the end when Redis is not known to be complete. One that does not come may have been written meanwhile: `load` tells. */
  async *loadAll(isWanted: (environment: EnvironmentId) => boolean = () => true): AsyncIterable<EnvironmentConfig> {
    const left = await this.leftOvers?.find();
    const found = await findEnvironments(this.connections);
    if (found.length === 0) void this.elsewhere?.look();
    const environments = found.filter((environment) => !left?.has(environment));
    for (let start = 0; start < environments.length; start += loadedAtOnce) {
      const loaded = await inBatches(environments.slice(start, start + loadedAtOnce).filter(isWanted), (environment) => this.load(environment));
      yield* loaded.filter((config) => config !== undefined);
    }
    if (!(await this.#completeness.isComplete())) throw new CacheUnavailable('Redis does not hold a whole configuration');
  }

  async load(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return (await this.leftOvers?.includes(environment)) ? undefined : this.#reader.read(environment);
  }

  async loadLeftOver(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return (await this.leftOvers?.includes(environment)) ? this.#reader.look(environment) : undefined;
  }

  async store(config: EnvironmentConfig): Promise<void> {
    if (await this.#environments.write(config)) await this.#inventory.update();
  }

  async remove(environment: EnvironmentId): Promise<void> {
    await this.#environments.remove(environment);
    this.#inventory.forget(environment);
    await this.#inventory.update();
  }

  /** Also writes what could not be written before, and everything when Redis has been emptied since the last time. */
  retain(environments: readonly EnvironmentId[]): Promise<readonly EnvironmentId[]> {
    return this.#lanes.run('retain', () => this.#cleanUp.execute(environments, () => findEnvironments(this.connections)));
  }

  /** Tokens and lengths of all, and every byte of one environment, each time of another; of many once something was found: whoever removes one key removes others. */
  async audit(): Promise<'whole' | 'damaged' | 'lost'> {
    if (!(await this.#completeness.isUntouched())) {
      this.doubt();
      return 'lost';
    }
    const all = this.#environments.all().map(({ id }) => id);
    const wholes = this.#takeTurns(all);
    const sound = await inBatches(all, (environment) => this.#environments.audit(environment, wholes.has(environment)));
    const isListed = await this.#inventory.isStored();
    if (isListed === false) this.#inventory.doubt();
    if (isListed !== true) await this.#inventory.update();
    this.#hasFoundDamage = isListed === false || !sound.every((each) => each);
    return this.#hasFoundDamage ? 'damaged' : 'whole';
  }

  #takeTurns(all: readonly EnvironmentId[]): ReadonlySet<EnvironmentId> {
    const count = Math.min(all.length, this.#hasFoundDamage ? suspectsAtOnce : 1);
    const taken = Array.from({ length: count }, (_, index) => all[(this.#next + index) % all.length]);
    this.#next += count;
    return new Set(taken.filter((environment) => environment !== undefined));
  }

  /** Whether what was stored or removed last is not in Redis yet. */
  isBehind(environment: EnvironmentId): boolean {
    return this.#environments.isBehind(environment);
  }

  /** Stores or removes what could not be stored or removed. Rejects with CacheUnavailable. */
  catchUp(environment: EnvironmentId): Promise<void> {
    return this.#environments.catchUp(environment);
  }

  /** Deletions that are stored, or about to be, and of which the bus has not been told: of all environments, or of one. Rejects with CacheUnavailable. */
  untold(environment?: EnvironmentId): Promise<readonly ConfigurationChange[]> {
    return this.#environments.untold(environment);
  }

  /** The bus holds this deletion. Never rejects. */
  told(deletion: ConfigurationChange): Promise<void> {
    return this.#environments.told(deletion);
  }

  async readStreamState(): Promise<StreamState | undefined> {
    return streamStateIn(await this.connections.read((client) => client.get(redisKeys.streamState)));
  }

  writeStreamState(state: StreamState): Promise<void> {
    return this.writer.set(redisKeys.streamState, streamStateText(state));
  }

  /** For a new leader: another may have written since. From now on nothing counts as written until it is written again. */
  doubt(): void {
    this.#environments.doubt();
    this.#inventory.end();
  }
}
