import type { ConfigItem, EnvironmentConfig, EnvironmentId } from '../../kernel/configuration.js';
import { Pace } from '../../kernel/pace.js';
import { CacheUnavailable } from '../../ports/cache.port.js';
import { authKeysIn } from './auth-key-names.js';
import type { Completeness } from './completeness.js';
import { itemsOf, tokenOf } from './item-texts.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys, type ItemPart } from './redis-keys.js';

/** What was found under one array's keys. */
interface FoundArray {
  readonly bytes: Buffer | null;
  readonly revisions: readonly string[];
}

interface Found {
  readonly featureConfigs: FoundArray;
  readonly segments: FoundArray;
  readonly authKeys: string | null;
}

/** Reads environments as they are written, by whatever make of primary. */
export class EnvironmentReader {
  readonly #pace = new Pace();

  constructor(
    private readonly connections: RedisConnections,
    private readonly completeness: Completeness,
  ) {}

  /**
   * Undefined when the environment is gone. What is missing is looked for again once Redis has turned out to be complete:
   * it may have been emptied and filled between the two looks.
   */
  async read(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    const found = await this.#find(environment);
    if (!isMissing(found)) return this.#understood(environment, found);
    if (!(await this.completeness.isComplete())) throw new CacheUnavailable('Redis does not hold a whole configuration');
    return this.look(environment);
  }

  /** What is there, even if more may be missing. */
  async look(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    return this.#understood(environment, await this.#find(environment));
  }

  /** The token first: data that is newer than its token is read once too often, data that is older would stay for ever. */
  async #find(environment: EnvironmentId): Promise<Found> {
    const [featureConfigs, segments, authKeys] = await Promise.all([
      this.#findArray(environment, 'featureConfigs'),
      this.#findArray(environment, 'segments'),
      this.connections.read((client) => client.get(redisKeys.authKeys(environment))),
    ]);
    return { featureConfigs, segments, authKeys };
  }

  async #findArray(environment: EnvironmentId, part: ItemPart): Promise<FoundArray> {
    const latest = await this.connections.read((client) => client.get(redisKeys.latest(environment, part)));
    const bytes = await this.connections.read((client) => client.getBuffer(redisKeys.array(environment, part)));
    return { bytes, revisions: revisionsOf(latest, bytes) };
  }

  async #understood(id: EnvironmentId, { featureConfigs, segments, authKeys }: Found): Promise<EnvironmentConfig | undefined> {
    if (featureConfigs.bytes === null && segments.bytes === null && authKeys === null) return undefined;
    const keys = authKeys === null ? [] : authKeysIn(authKeys);
    if (keys === undefined) throw new CacheUnavailable('Redis holds a list of keys that cannot be read');
    return {
      id,
      featureConfigs: await this.#itemsIn(featureConfigs, 'featureConfigs'),
      segments: await this.#itemsIn(segments, 'segments'),
      authKeys: keys,
      revisions: { featureConfigs: featureConfigs.revisions, segments: segments.revisions, authKeys: [authKeys ?? ''] },
    };
  }

  /** An array of nothing is not written at all. */
  async #itemsIn({ bytes }: FoundArray, part: ItemPart): Promise<readonly ConfigItem[]> {
    return bytes === null ? [] : itemsOf(bytes.toString(), part, this.#pace);
  }
}

function isMissing({ featureConfigs, segments, authKeys }: Found): boolean {
  return featureConfigs.bytes === null || segments.bytes === null || authKeys === null;
}

/**
 * The token as stored and the one of the bytes, equal unless a write is under way or another make hashes in its own way. '' is nothing:
 * beside a token it tells of an array that got lost, and that may come back under the same token.
 */
function revisionsOf(latest: string | null, bytes: Buffer | null): readonly string[] {
  if (bytes === null) return latest === null ? [''] : [latest, ''];
  return [...new Set([latest ?? tokenOf(bytes), tokenOf(bytes)])];
}
