import type { Cluster, Redis } from 'ioredis';

/** One server, or the master a Sentinel names, or a whole Cluster: the same commands for all. */
export type RedisClient = Redis | Cluster;
