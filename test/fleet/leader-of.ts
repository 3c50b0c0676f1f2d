import type { Redis } from 'ioredis';
import { until } from '../support/until.js';
import type { Fleet } from './fleet.js';
import type { FleetNode } from './fleet-node.js';

/** The primary whose name stands in the lease, once there is one that `fits`. */
export async function leaderOf({ primaries }: Fleet, client: Redis, fits: (node: FleetNode) => boolean = () => true, timeoutMs = 20_000): Promise<FleetNode> {
  return until(async () => {
    const lease = (await client.get('ffproxy:{leader}:lease')) ?? '';
    const port = lease.split(':').at(-2);
    const leader = primaries.find(({ url }) => new URL(url).port === port);
    return leader && fits(leader) ? leader : undefined;
  }, timeoutMs);
}
