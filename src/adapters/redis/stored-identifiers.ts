import type { EnvironmentId } from '../../kernel/configuration.js';
import { Pace } from '../../kernel/pace.js';
import { itemsOf } from './item-texts.js';
import type { RedisConnections } from './redis-connections.js';
import { redisKeys, type ItemPart } from './redis-keys.js';

const pace = new Pace();

/** Which items the array in Redis names. None when it cannot be read: then nobody knows. Rejects with CacheUnavailable. */
export async function storedIdentifiers(connections: RedisConnections, environment: EnvironmentId, part: ItemPart): Promise<readonly string[]> {
  const text = await connections.read((client) => client.get(redisKeys.array(environment, part)));
  if (text === null) return [];
  const items = await itemsOf(text, part, pace).catch(() => []);
  return items.map(({ identifier }) => identifier);
}
