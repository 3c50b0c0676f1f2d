import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

const run = promisify(execFile);

/** Three masters and a replica of each, as real processes. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(): Promise<RedisCluster> {
    const nodes: RedisServer[] = [];
    for (let index = 0; index < 6; index++) nodes.push(await RedisServer.start({ options: clusterOptions }));
    const cluster = new RedisCluster(nodes);
    await run('redis-cli', ['--cluster', 'create', ...nodes.map(({ address }) => address), '--cluster-replicas', '1', '--cluster-yes']);
    await until(() => cluster.isWhole(), 20_000);
    return cluster;
  }

  get addresses(): string {
    return this.nodes.map(({ address }) => address).join(',');
  }

  /** As one says that answers: right after a death nobody knows of it yet. */
  async masterOf(key: string): Promise<RedisServer> {
    const asked = this.nodes.find(({ isAnswering }) => isAnswering);
    if (!asked) throw new Error('no node of the Cluster answers');
    const client = new Redis(asked.port, '127.0.0.1', { protocol: 2 });
    try {
      const slot = await client.cluster('KEYSLOT', key);
      const range = (await client.cluster('SLOTS')).find(([first, last]) => first <= slot && slot <= last);
      const [, , [, port] = []] = range ?? [];
      const master = this.nodes.find((node) => node.port === port);
      if (!master) throw new Error(`nobody serves slot ${slot}`);
      return master;
    } finally {
      client.disconnect();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Every node knows that all slots are served, and every replica has what its master has. */
  async isWhole(): Promise<boolean> {
    const views = await Promise.all(this.nodes.map(viewOf));
    const replicas = views.filter((info) => info.includes('role:slave'));
    return (
      views.every((info) => info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:6')) &&
      replicas.length === 3 &&
      replicas.every((info) => info.includes('master_link_status:up'))
    );
  }
}

const clusterOptions = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000', '--cluster-replica-validity-factor', '0'];

async function viewOf(node: RedisServer): Promise<string> {
  const client = new Redis(node.port, '127.0.0.1', { protocol: 2 });
  try {
    return (await client.cluster('INFO')) + (await client.info('replication'));
  } finally {
    client.disconnect();
  }
}
