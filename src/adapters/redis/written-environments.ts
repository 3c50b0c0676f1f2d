import type { ConfigurationChange } from '../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../kernel/configuration.js';
import { environmentAssets } from './environment-assets.js';
import { inBatches } from './in-batches.js';
import { Lanes } from '../../kernel/lanes.js';
import type { RedisConnections } from './redis-connections.js';
import type { ItemPart } from './redis-keys.js';
import type { RedisWriter } from './redis-writer.js';
import { TargetRemoval } from './target-removal.js';
import { WrittenAuthKeys } from './written-auth-keys.js';
import { WrittenItems } from './written-items.js';

interface Written {
  readonly parts: Readonly<Record<ItemPart, WrittenItems>>;
  readonly authKeys: WrittenAuthKeys;
  /** What is to be in Redis, and when that was said. */
  wanted: EnvironmentConfig;
  turn: number;
}

/** What this process has written of each environment, so that only differences cost anything. */
export class WrittenEnvironments {
  readonly #written = new Map<EnvironmentId, Written>();
  /** Their removal broke off. */
  readonly #unremoved = new Set<EnvironmentId>();
  readonly #lanes = new Lanes();
  readonly #targets: TargetRemoval;
  #turn = 0;
  #assetsSince: { readonly from: number; readonly to: number; readonly assets: ReadonlySet<string> } | undefined;

  constructor(
    private readonly connections: RedisConnections,
    private readonly writer: RedisWriter,
  ) {
    this.#targets = new TargetRemoval(connections, writer);
  }

  /** A place in the order of changes: equal turns mean that nothing else is wanted. */
  get turn(): number {
    return this.#turn;
  }

  wanted(environment: EnvironmentId): EnvironmentConfig | undefined {
    return this.#written.get(environment)?.wanted;
  }

  isNewerThan(environment: EnvironmentId, turn: number): boolean {
    return (this.#written.get(environment)?.turn ?? 0) > turn;
  }

  /** Everything that is to be there of environments that were written after this place in the order of changes. */
  assetsSince(turn: number): ReadonlySet<string> {
    if (this.#assetsSince?.from !== turn || this.#assetsSince.to !== this.#turn) {
      const later = [...this.#written.values()].filter((written) => written.turn > turn);
      this.#assetsSince = { from: turn, to: this.#turn, assets: new Set(later.flatMap(({ wanted }) => environmentAssets(wanted))) };
    }
    return this.#assetsSince.assets;
  }

  all(): readonly EnvironmentConfig[] {
    return [...this.#written.values()].map(({ wanted }) => wanted);
  }

  /** Tells whether other keys are there than before. */
  write(config: EnvironmentConfig): Promise<boolean> {
    return this.#lanes.run(config.id, async () => {
      const known = this.#written.get(config.id);
      const written = known ?? this.#begin(config);
      const isOther = known === undefined || haveOtherAssets(known.wanted, config);
      this.#written.set(config.id, written);
      this.#unremoved.delete(config.id);
      written.wanted = config;
      written.turn = this.#turn += 1;
      await writeWanted(written);
      return isOther;
    });
  }

  /** Whether Redis is known to lack what is wanted there, or to hold what is not wanted any more. */
  isBehind(environment: EnvironmentId): boolean {
    const written = this.#written.get(environment);
    return written ? !isWritten(written) : this.#unremoved.has(environment);
  }

  /** Writes again what a failure or a doubt has left unwritten, and removes what could not be removed. */
  catchUp(environment: EnvironmentId): Promise<void> {
    return this.#lanes.run(environment, async () => {
      const written = this.#written.get(environment);
      if (written) await writeWanted(written);
      else if (this.#unremoved.has(environment)) await this.#remove(environment);
    });
  }

  /** Looks at what is stored of an environment, `whole`: at every byte; and writes it again when it is not what was written. True: it was. */
  async audit(environment: EnvironmentId, whole: boolean): Promise<boolean> {
    const written = this.#written.get(environment);
    if (!written) return true;
    const parts = [written.parts.featureConfigs, written.parts.segments, written.authKeys];
    const stored = await Promise.all(parts.map(async (part) => (await part.isStored()) && (!whole || (await part.isStoredWhole()))));
    const damaged = parts.filter((_, index) => stored[index] === false);
    for (const part of damaged) part.doubt(true);
    if (stored.some((isStored) => isStored !== true)) await this.catchUp(environment);
    return damaged.length === 0;
  }

  /** Keys first, and with them access: nobody is to see an environment that has lost its flags. */
  remove(environment: EnvironmentId): Promise<void> {
    return this.#lanes.run(environment, () => this.#remove(environment));
  }

  /** Deletions that are stored, or about to be, and of which the bus has not been told: of all environments, or of one. Rejects with CacheUnavailable. */
  async untold(environment?: EnvironmentId): Promise<readonly ConfigurationChange[]> {
    const written = environment === undefined ? [...this.#written.values()] : [this.#written.get(environment) ?? []].flat();
    const found = await inBatches(written, ({ parts }) => Promise.all([parts.segments.untold.all(), parts.featureConfigs.untold.all()]));
    return found.flat(2);
  }

  /** Never rejects. */
  async told({ environment, domain, identifier }: ConfigurationChange): Promise<void> {
    await this.#written.get(environment)?.parts[domain === 'flag' ? 'featureConfigs' : 'segments'].untold.told(identifier);
  }

  /** What was written before counts no more: somebody else may have written since, or Redis may have been emptied. */
  doubt(): void {
    for (const { parts, authKeys } of this.#written.values()) {
      parts.featureConfigs.doubt();
      parts.segments.doubt();
      authKeys.doubt();
    }
  }

  async #remove(environment: EnvironmentId): Promise<void> {
    const { parts, authKeys } = this.#written.get(environment) ?? this.#begin({ id: environment, featureConfigs: [], segments: [], authKeys: [] });
    this.#written.delete(environment);
    this.#unremoved.add(environment);
    this.#turn += 1;
    await authKeys.removeKeys();
    await parts.featureConfigs.remove();
    await parts.segments.remove();
    await authKeys.removeList();
    this.#targets.remove(environment);
    this.#unremoved.delete(environment);
  }

  #begin(config: EnvironmentConfig): Written {
    return {
      parts: {
        featureConfigs: new WrittenItems(config.id, 'featureConfigs', this.connections, this.writer),
        segments: new WrittenItems(config.id, 'segments', this.connections, this.writer),
      },
      authKeys: new WrittenAuthKeys(config.id, this.connections, this.writer),
      wanted: config,
      turn: 0,
    };
  }
}

function isWritten({ parts, authKeys, wanted }: Written): boolean {
  return parts.segments.isWritten(wanted.segments) && parts.featureConfigs.isWritten(wanted.featureConfigs) && authKeys.isWritten(wanted.authKeys);
}

/** Groups before flags, which name them; keys last, by which an environment is used. */
async function writeWanted({ parts, authKeys, wanted }: Written): Promise<void> {
  await parts.segments.write(wanted.segments);
  await parts.featureConfigs.write(wanted.featureConfigs);
  await authKeys.write(wanted.authKeys);
}

function haveOtherAssets(before: EnvironmentConfig, after: EnvironmentConfig): boolean {
  if (before.featureConfigs === after.featureConfigs && before.segments === after.segments && before.authKeys === after.authKeys) return false;
  const known = new Set(environmentAssets(before));
  const assets = environmentAssets(after);
  return known.size !== new Set(assets).size || !assets.every((asset) => known.has(asset));
}
