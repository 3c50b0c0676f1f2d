import type { ConfigItem, EnvironmentId } from '../../kernel/configuration.js';
import { Pace } from '../../kernel/pace.js';
import { itemsOf } from './item-texts.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys, type ItemPart } from './redis-keys.js';

const pace = new Pace();

/** What the array in Redis holds. Nothing when it cannot be read: then nobody knows. Rejects with CacheUnavailable. */
export async function storedItems(connections: RedisConnections, environment: EnvironmentId, part: ItemPart): Promise<readonly ConfigItem[]> {
  const text = await connections.read((client) => client.get(redisKeys.array(environment, part)));
  if (text === null) return [];
  return itemsOf(text, part, pace).catch(() => []);
}
