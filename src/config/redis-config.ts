export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

interface RedisAccess {
  /** One for a server; nodes of a Cluster, or sentinels, of which any may answer. Never empty. */
  readonly addresses: readonly RedisAddress[];
  readonly tls: boolean;
  /** PEM file of the authorities trusted instead of the built-in ones. */
  readonly caFile?: string;
  readonly username?: string;
  readonly password?: string;
  /** Always 0 with a Cluster, which has no other. */
  readonly db: number;
}

interface ServerOrCluster extends RedisAccess {
  readonly mode: 'server' | 'cluster';
}

interface Sentinels extends RedisAccess {
  readonly mode: 'sentinel';
  readonly sentinelMaster: string;
  /** What the sentinels themselves ask for: the credentials of their addresses. */
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
}

/** How Redis is reached. */
export type RedisConfig = ServerOrCluster | Sentinels;
