import type { EnvironmentId } from '../../kernel/configuration.js';
import { environmentIn } from './asset-names.js';
import { inBatches } from './in-batches.js';
import type { RedisConnections } from './redis-connections.js';
import { scanKeys } from './scan-keys.js';

const patterns = ['env-*-api-configs', 'env-*-feature-configs'];

/** The environments in Redis. Flags and targets may have names that end as an environment's keys do: those hold objects, not arrays. */
export async function findEnvironments(connections: RedisConnections): Promise<readonly EnvironmentId[]> {
  const found = new Set<EnvironmentId>();
  for (const pattern of patterns) {
    const keys = await scanKeys(connections, pattern);
    const candidates = [...keys].flatMap((key) => {
      const id = environmentIn(key);
      return id === undefined || found.has(id) ? [] : [{ id, key }];
    });
    await inBatches(candidates, async ({ id, key }) => {
      const start = await connections.read((client) => client.getrange(key, 0, 15));
      if (/^\s*(?:\[|null\s*$)/.test(start)) found.add(id);
    });
  }
  return [...found];
}
