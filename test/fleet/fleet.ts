import { StandInSaas } from '../saas/stand-in-saas.mjs';
import type { EnvironmentSource } from '../saas/types.mjs';
import { RedisServer } from '../support/redis-server.js';
import { freePort } from '../support/free-port.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { byProxyKey, type UpstreamSettings } from '../support/upstream-settings.js';
import { differences } from './differences.js';
import { fleetEnvironments } from './fleet-environments.js';
import { FleetNode } from './fleet-node.js';

interface Wanted {
  readonly primaries?: number;
  readonly replicas?: number;
  /** Settings of every node. */
  readonly env?: Record<string, string>;
  readonly environments?: readonly EnvironmentSource[];
  /** By proxy key when left out. */
  readonly upstream?: UpstreamSettings;
  /** Whether Redis has its data back after it was killed. */
  readonly isPersistent?: boolean;
}

/** Real relays, a real Redis and a stand-in SaaS. */
export class Fleet {
  private constructor(
    readonly saas: StandInSaas,
    readonly redis: RedisServer,
    /** What every connection to SaaS goes through. */
    readonly wayToSaas: TcpRelay,
    readonly primaries: readonly FleetNode[],
    readonly replicas: readonly FleetNode[],
  ) {}

  /** Everything runs; every node says CONNECTED. */
  static async start(wanted: Wanted = {}): Promise<Fleet> {
    const fleet = await Fleet.prepare(wanted);
    try {
      for (const primary of fleet.primaries) await primary.start();
      await Promise.all(fleet.replicas.map((replica) => replica.start()));
      await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED')));
      return fleet;
    } catch (error) {
      await fleet.end();
      throw error;
    }
  }

  /** SaaS and Redis run, the nodes do not. */
  static async prepare({ primaries = 1, replicas = 2, env = {}, environments = fleetEnvironments(), upstream: settingsOf = byProxyKey, isPersistent = true }: Wanted = {}): Promise<Fleet> {
    const saas = await StandInSaas.start({ heartbeatMs: 500 });
    for (const environment of environments) saas.addEnvironment(environment);
    const redis = await RedisServer.start({ options: isPersistent ? ['--appendonly', 'yes'] : [] });
    const wayToSaas = await TcpRelay.start(Number(new URL(saas.clientUrl).port));
    const url = saas.clientUrl.replace(new URL(saas.clientUrl).host, wayToSaas.address);
    const upstream = settingsOf(saas, url);
    const node = async (name: string, own: Record<string, string>): Promise<FleetNode> => {
      const wayToRedis = await TcpRelay.start(redis.port);
      const port = String(await freePort());
      return new FleetNode(name, `http://127.0.0.1:${port}`, wayToRedis, { PORT: port, REDIS_ADDRESS: wayToRedis.address, SAAS_POLL_INTERVAL: '0.5', METRIC_FLUSH_BYTES: '1', ...own, ...env });
    };
    const many = (count: number, name: string, own: Record<string, string>): Promise<FleetNode[]> =>
      Promise.all(Array.from({ length: count }, (_, index) => node(`${name} ${index + 1}`, own)));
    return new Fleet(saas, redis, wayToSaas, await many(primaries, 'primary', upstream), await many(replicas, 'replica', { READ_REPLICA: 'true' }));
  }

  get nodes(): readonly FleetNode[] {
    return [...this.primaries, ...this.replicas];
  }

  /** Every node that is up serves exactly what SaaS holds. */
  async untilAgreed(timeoutMs = 30_000): Promise<void> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = await this.#differences();
      if (found.length === 0) return;
      if (performance.now() > end) throw new Error(`after ${timeoutMs} ms the fleet differs from SaaS:\n${found.slice(0, 20).join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async end(): Promise<void> {
    this.redis.resume();
    await Promise.all(this.nodes.map((node) => node.end()));
    await this.redis.stop();
    await this.wayToSaas.stop();
    await this.saas.close();
  }

  async #differences(): Promise<readonly string[]> {
    const found = await Promise.all(this.nodes.filter(({ isUp }) => isUp).map((node) => differences(node, this.saas)));
    return found.flat();
  }
}
