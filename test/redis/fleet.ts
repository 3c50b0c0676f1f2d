import { Redis } from 'ioredis';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import type { EnvironmentSource } from '../saas/types.mjs';
import { RedisServer } from '../support/redis-server.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { until } from '../support/until.js';
import { FleetNode } from './fleet-node.js';

interface Wanted {
  readonly environments: readonly EnvironmentSource[];
  readonly replicas: number;
}

/** One primary and its replicas in this process, over a real Redis, in front of a stand-in SaaS. */
export class Fleet {
  private constructor(
    readonly saas: StandInSaas,
    readonly redis: RedisServer,
    /** A plain client to look at what they do. */
    readonly raw: Redis,
    readonly primary: FleetNode,
    readonly replicas: FleetNode[],
    private readonly relays: RunningRelay[],
  ) {}

  static async start({ environments, replicas }: Wanted): Promise<Fleet> {
    const redis = await RedisServer.start();
    const saas = await StandInSaas.start();
    for (const environment of environments) saas.addEnvironment(environment);
    const primary = await aRelay(saas, { REDIS_ADDRESS: redis.address });
    await saas.waitForStream();
    const raw = new Redis(redis.port, '127.0.0.1', { protocol: 2 });
    raw.on('error', () => undefined);
    const fleet = new Fleet(saas, redis, raw, new FleetNode(primary.url), [], [primary]);
    await until(() => fleet.primary.isConnected(), 30_000);
    for (let index = 0; index < replicas; index++) await fleet.addReplica();
    return fleet;
  }

  async addReplica(redisAddress = this.redis.address): Promise<FleetNode> {
    const relay = await aRelay(this.saas, { REDIS_ADDRESS: redisAddress, READ_REPLICA: 'true' });
    this.relays.unshift(relay);
    const node = new FleetNode(relay.url);
    this.replicas.push(node);
    await until(() => node.isConnected(), 30_000);
    return node;
  }

  get nodes(): readonly FleetNode[] {
    return [this.primary, ...this.replicas];
  }

  async keys(): Promise<readonly string[]> {
    return (await this.raw.keys('*')).toSorted();
  }

  async stop(): Promise<void> {
    this.redis.resume();
    for (const relay of this.relays) {
      const closed = relay.close();
      // The fetch of Node may have opened connections it never used.
      relay.app.getHttpServer().closeAllConnections();
      await closed;
    }
    this.raw.disconnect();
    await this.saas.close();
    await this.redis.stop();
  }
}
