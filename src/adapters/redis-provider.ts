import type { FactoryProvider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import type { RedisConfig } from '../config/redis-config.js';
import { Log } from '../kernel/log.js';
import { Tracing } from '../kernel/tracing.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { CacheMeter } from './redis/cache-meter.js';
import { RedisConnections } from './redis/redis-connections.js';
import { traceRedis } from './redis/trace-redis.js';

export const redisConnections: FactoryProvider<RedisConnections> = {
  provide: RedisConnections,
  inject: [RELAY_CONFIG, Log, Tracing, RelayMetrics],
  useFactory: (config: RelayConfig, log: Log, tracing: Tracing, metrics: RelayMetrics) => {
    if (tracing.isOn) traceRedis(tracing);
    return new RedisConnections(redisConfigOf(config), log, undefined, new CacheMeter(metrics));
  },
};

export function redisConfigOf({ redis }: RelayConfig): RedisConfig {
  if (!redis) throw new Error('this role needs REDIS_ADDRESS');
  return redis;
}
