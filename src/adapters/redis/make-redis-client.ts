import type { ConnectionOptions } from 'node:tls';
import { Cluster, Redis } from 'ioredis';
import type { RedisConfig } from '../../config/redis-config.js';
import { reconnectDelayMs } from './reconnect-delay.js';
import type { RedisClient } from './redis-client.js';

/** What a connection is for decides when it gives up. */
export interface ClientLimits {
  /** Shown in CLIENT LIST. */
  readonly name: string;
  /** Absent: a blocking read takes as long as it asked for. */
  readonly commandTimeoutMs?: number;
  /** Without a byte for so long while an answer is due, the connection counts as dead: a half-open one never answers. */
  readonly socketTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

/**
 * A client that fails at once rather than queue: nothing waits for a connection, and nothing is sent a second time by itself,
 * since a repeated write may overtake a newer one.
 */
export function makeRedisClient(config: RedisConfig, tls: ConnectionOptions | undefined, limits: ClientLimits): RedisClient {
  const common = commonOptions(config, tls, limits);
  const retrying = { retryStrategy: reconnectDelayMs, enableOfflineQueue: false };
  const [first] = config.addresses;
  switch (config.mode) {
    case 'cluster':
      return new Cluster([...config.addresses], {
        redisOptions: common,
        enableOfflineQueue: false,
        scaleReads: 'master',
        clusterRetryStrategy: reconnectDelayMs,
        clusterNodeRetryStrategy: reconnectDelayMs,
        retryDelayOnFailover: 0,
        maxRedirections: 5,
        slotsRefreshInterval: 2_000,
        slotsRefreshTimeout: limits.connectTimeoutMs,
        // Certificates are made for names: resolving these first would leave addresses to compare with.
        ...(tls && { dnsLookup: (address, callback) => callback(null, address) }),
      });
    case 'sentinel':
      return new Redis({
        ...common,
        ...retrying,
        name: config.sentinelMaster,
        role: 'master',
        sentinels: [...config.addresses],
        sentinelRetryStrategy: reconnectDelayMs,
        sentinelCommandTimeout: limits.connectTimeoutMs,
        failoverDetector: true,
        ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
        ...(config.sentinelUsername !== undefined && { sentinelUsername: config.sentinelUsername }),
        ...(config.sentinelPassword !== undefined && { sentinelPassword: config.sentinelPassword }),
      });
    case 'server':
      return new Redis({ ...common, ...retrying, ...first });
    default:
      return config satisfies never;
  }
}

function commonOptions(config: RedisConfig, tls: ConnectionOptions | undefined, limits: ClientLimits) {
  return {
    db: config.db,
    // Every server speaks it, and pushes of RESP3 are dropped by the client anyway.
    protocol: 2 as const,
    connectionName: limits.name,
    connectTimeout: limits.connectTimeoutMs,
    // The client waits so long for the end of a connection that has ended already: it would delay the end of the process.
    disconnectTimeout: 200,
    socketTimeout: limits.socketTimeoutMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // After a failover the old master answers so until the connection is made anew.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    ...(limits.commandTimeoutMs !== undefined && { commandTimeout: limits.commandTimeoutMs }),
    ...(config.username !== undefined && { username: config.username }),
    ...(config.password !== undefined && { password: config.password }),
    ...(tls && { tls }),
  };
}
