import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { CacheMeter } from '../../src/adapters/redis/cache-meter.js';
import { MeteredWriter } from '../../src/adapters/redis/metered-writer.js';
import { RedisCache } from '../../src/adapters/redis/redis-cache.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { RedisRememberedTargets } from '../../src/adapters/redis/redis-remembered-targets.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { redisOf } from './redis-of.js';

const item = (field: string, identifier: string) => ({ identifier, version: 1, json: `{"${field}":"${identifier}"}` });
const hash = 'c'.repeat(64);

describe('the metrics of the cache in Redis', () => {
  let server: RedisServer;
  let connections: RedisConnections;
  let metrics: RelayMetrics;
  let cache: RedisCache;

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  beforeEach(() => {
    metrics = new RelayMetrics();
    connections = new RedisConnections(redisOf({ REDIS_ADDRESS: server.address }), new RecordedLog(), 1_000, new CacheMeter(metrics));
    cache = new RedisCache(connections, new MeteredWriter(new PlainRedisWriter(connections), connections.meter), 'hunter2-proxy-key');
  });

  afterEach(() => connections.onApplicationShutdown());

  afterAll(() => server.stop());

  const exposed = async () => (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('ff_proxy_redis_cache') && !line.includes('_bucket'));

  it('count writes and removals by the kind of key, reads and searches', async () => {
    await cache.store({ id: 'secret-environment', featureConfigs: [item('feature', 'dark')], segments: [item('identifier', 'beta')], authKeys: [hash] });
    await cache.retain(['secret-environment']);
    await cache.load('secret-environment');
    await new RedisRememberedTargets(connections).remember('secret-environment', { identifier: 'ada', name: 'Ada', attributes: {} });
    await cache.remove('secret-environment');

    const lines = await exposed();

    for (const kind of ['feature-configs', 'feature-configs-latest', 'feature-config', 'segments', 'segments-latest', 'segment', 'api-configs', 'auth-key', 'target-config']) {
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ff_proxy_redis_cache_write_count\\{key="${kind}",error="false"\\} [1-9]`)));
    }
    for (const kind of ['feature-configs', 'feature-config', 'segments', 'segment', 'api-configs', 'auth-key']) {
      expect(lines.join('\n')).toContain(`ff_proxy_redis_cache_remove_count{key="${kind}",error="false"}`);
    }
    for (const name of ['write_duration', 'delete_duration', 'read_duration', 'scan_duration']) {
      expect(lines.find((line) => line.startsWith(`ff_proxy_redis_cache_${name}_count`))).toMatch(/ [1-9]\d*$/);
    }
    expect(lines.find((line) => line.startsWith('ff_proxy_redis_cache_read_count{error="false"}'))).toMatch(/ [1-9]\d*$/);
    expect(lines.find((line) => line.startsWith('ff_proxy_redis_cache_scan_count{error="false"}'))).toMatch(/ [1-9]\d*$/);
    expect(lines.join('\n')).not.toMatch(/hunter2|secret-environment|cccc|dark|beta|ada/);
  });

  it('tell errors from answers', async () => {
    await cache.load('e').catch(() => undefined);
    server.pause();
    await cache.load('e').catch(() => undefined);
    await cache.writeStreamState({ state: 'CONNECTED', since: 1 }).catch(() => undefined);
    server.resume();

    const lines = await exposed();

    expect(lines).toContain('ff_proxy_redis_cache_write_count{key="stream-health",error="unexpected_error"} 1');
    expect(lines.find((line) => line.startsWith('ff_proxy_redis_cache_read_count{error="unexpected_error"}'))).toMatch(/ [1-9]\d*$/);
  });
});
