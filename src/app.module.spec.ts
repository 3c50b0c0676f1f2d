import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { RecordedLog } from '../test/support/recorded-log.js';
import { AppModule } from './app.module.js';
import { loadConfig } from './config/load-config.js';
import type { RelayConfig, Role } from './config/relay-config.js';
import { CachePort } from './ports/cache.port.js';
import { EventBusPort } from './ports/event-bus.port.js';
import { MetricsQueuePort } from './ports/metrics-queue.port.js';
import { RememberedTargetsPort } from './ports/remembered-targets.port.js';
import { SaasClientPort } from './ports/saas-client.port.js';
import { SaasIntakePort } from './ports/saas-intake.port.js';

const settingsOf: Record<Role, Record<string, string>> = {
  single: { PROXY_KEY: 'a-key', AUTH_SECRET: 'a-secret-for-tests-only' },
};

const ports = { CachePort, EventBusPort, MetricsQueuePort, RememberedTargetsPort, SaasClientPort, SaasIntakePort };

describe.each(Object.entries(settingsOf))('the relay in the role %s', (role, env) => {
  const compiled = async () => {
    const config: RelayConfig = loadConfig(env, []).config;
    expect(config.role).toBe(role);
    return Test.createTestingModule({ imports: [AppModule.forConfig(config, new RecordedLog())] }).compile();
  };

  it.each(Object.entries(ports))('resolves %s to one adapter', async (_, port) => {
    const app = await compiled();

    const adapter: unknown = app.get(port as typeof CachePort, { strict: false });

    expect(adapter).toBeInstanceOf(Object);
    expect(app.get(port as typeof CachePort, { strict: false })).toBe(adapter);
  });
});
