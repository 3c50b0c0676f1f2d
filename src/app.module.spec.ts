import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { RecordedLog } from '../test/support/recorded-log.js';
import { AppModule } from './app.module.js';
import { loadConfig } from './config/load-config.js';
import type { RelayConfig, Role } from './config/relay-config.js';
import { NoTracing } from './kernel/no-tracing.js';
import { CachePort } from './ports/cache.port.js';
import { EventBusPort } from './ports/event-bus.port.js';
import { FreshnessPort } from './ports/freshness.port.js';
import { LeadershipPort } from './ports/leadership.port.js';
import { MetricsQueuePort } from './ports/metrics-queue.port.js';
import { RememberedTargetsPort } from './ports/remembered-targets.port.js';
import { SaasClientPort } from './ports/saas-client.port.js';
import { SaasIntakePort } from './ports/saas-intake.port.js';

const roles: readonly Role[] = ['single', 'primary', 'replica'];
const redis = { mode: 'server', addresses: [{ host: '127.0.0.1', port: 1 }], tls: false, db: 0 } as const;

const ports = { CachePort, EventBusPort, FreshnessPort, LeadershipPort, MetricsQueuePort, RememberedTargetsPort, SaasClientPort, SaasIntakePort };

describe.each(roles)('the relay in the role %s', (role) => {
  const compiled = async () => {
    const settings = loadConfig({ PROXY_KEY: 'a-key', AUTH_SECRET: 'a-secret-for-tests-only' }, []).config;
    const config: RelayConfig = { ...settings, role, redis };
    return Test.createTestingModule({ imports: [AppModule.forConfig(config, new RecordedLog(), new NoTracing())] }).compile();
  };

  it.each(Object.entries(ports))('resolves %s to one adapter', async (_, port) => {
    const app = await compiled();

    const adapter: unknown = app.get(port as typeof CachePort, { strict: false });

    expect(adapter).toBeInstanceOf(Object);
    expect(app.get(port as typeof CachePort, { strict: false })).toBe(adapter);
    await app.close();
  });
});
