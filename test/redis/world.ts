import type { RedisConfig } from '../../src/config/redis-config.js';
import { makeCertificates } from '../support/certificates.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import { redisOf } from './redis-of.js';

/** Redis in one of the forms in which operators run it. */
export interface RedisWorld {
  readonly config: RedisConfig;
  stop(): Promise<void>;
}

export const password = 'hunter2-password';

/** Each form there is, by name. */
export const worlds: Readonly<Record<string, () => Promise<RedisWorld>>> = {
  'one server': async () => {
    const server = await RedisServer.start();
    return { config: redisOf({ REDIS_ADDRESS: server.address, REDIS_DB: '3' }), stop: () => server.stop() };
  },

  'one server with user, password, TLS and an authority of its own': async () => {
    const certificates = makeCertificates();
    const server = await RedisServer.start({ tls: certificates, options: ['--user', 'default', 'off', '--user', 'relay', 'on', `>${password}`, '~*', '&*', '+@all'] });
    return {
      config: redisOf({ REDIS_ADDRESS: `rediss://relay:wrong@localhost:${server.port}`, REDIS_PASSWORD: password, REDIS_CA: certificates.caFile }),
      stop: async () => {
        await server.stop();
        certificates.remove();
      },
    };
  },

  'a Cluster': async () => {
    const cluster = await RedisCluster.start();
    return { config: redisOf({ REDIS_ADDRESS: cluster.addresses }), stop: () => cluster.stop() };
  },

  'a master that a Sentinel names': async () => {
    const master = await RedisServer.start();
    const sentinel = await RedisServer.startSentinel(master.port);
    return {
      config: redisOf({ REDIS_ADDRESS: sentinel.address, REDIS_SENTINEL_MASTER: 'main' }),
      stop: async () => {
        await sentinel.stop();
        await master.stop();
      },
    };
  },
};
