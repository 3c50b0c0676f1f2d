import { Redis } from 'ioredis';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import type { EnvironmentSource } from '../saas/types.mjs';
import { RedisServer } from '../support/redis-server.js';
import { freePort } from '../support/free-port.js';
import { aRelay, type RunningRelay } from '../support/relay.js';
import { until } from '../support/until.js';
import { FleetNode } from './fleet-node.js';

interface Wanted {
  readonly environments: readonly EnvironmentSource[];
  readonly replicas: number;
  /** Settings of every node. */
  readonly env?: Readonly<Record<string, string>>;
  /** How the primary reaches Redis, where that is not directly. */
  readonly through?: (redis: RedisServer) => Promise<string> | string;
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
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start({ environments, replicas, env = {}, through = ({ address }) => address }: Wanted): Promise<Fleet> {
    const redis = await RedisServer.start();
    const saas = await StandInSaas.start();
    for (const environment of environments) saas.addEnvironment(environment);
    const primary = await aRelay(saas, { ...env, REDIS_ADDRESS: await through(redis), PORT: String(await freePort()) });
    await saas.waitForStream(1, 30_000);
    const raw = new Redis(redis.port, '127.0.0.1', { protocol: 2 });
    raw.on('error', () => undefined);
    const fleet = new Fleet(saas, redis, raw, new FleetNode(primary.url), [], [primary], env);
    await until(() => fleet.primary.isConnected(), 30_000);
    for (let index = 0; index < replicas; index++) await fleet.addReplica();
    return fleet;
  }

  async addReplica(redisAddress = this.redis.address): Promise<FleetNode> {
    const node = await this.add({ REDIS_ADDRESS: redisAddress, READ_REPLICA: 'true' });
    this.replicas.push(node);
    await until(() => node.isConnected(), 30_000);
    return node;
  }

  /** One more node. A name of its own needs a port of its own. */
  async add(env: Readonly<Record<string, string>>): Promise<FleetNode> {
    const relay = await aRelay(this.saas, { ...this.env, PORT: String(await freePort()), ...env });
    this.relays.unshift(relay);
    return new FleetNode(relay.url);
  }

  get nodes(): readonly FleetNode[] {
    return [this.primary, ...this.replicas];
  }

  /** Whether the primary has said so. */
  hasLogged(message: string): boolean {
    return this.relays.at(-1)?.logs.some(({ msg }) => msg === message) ?? false;
  }

  async keys(): Promise<readonly string[]> {
    return (await this.raw.keys('*')).toSorted();
  }

  async stopReplica(index: number): Promise<void> {
    const [gone] = this.replicas.splice(index, 1);
    const at = this.relays.findIndex(({ url }) => url === gone?.url);
    for (const relay of this.relays.splice(at, 1)) await closed(relay);
  }

  async stop(): Promise<void> {
    this.redis.resume();
    for (const relay of this.relays) await closed(relay);
    this.raw.disconnect();
    await this.saas.close();
    await this.redis.stop();
  }
}

async function closed(relay: RunningRelay): Promise<void> {
  const done = relay.close();
  // The fetch of Node may have opened connections it never used.
  relay.app.getHttpServer().closeAllConnections();
  await done;
}
