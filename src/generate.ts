import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { AdaptersModule } from './adapters/adapters.module.js';
import { ConfigurationModule } from './config/configuration.module.js';
import type { RelayConfig } from './config/relay-config.js';
import { NestLog } from './http/nest-log.js';
import type { Tracing } from './kernel/tracing.js';
import { GenerateConfiguration, GenerationModule } from './modules/generation/index.js';
import { RelayPrometheusModule } from './prometheus/relay-prometheus.module.js';

@Module({})
class GenerationAppModule {}

/** Writes the offline configuration and ends. Listens nowhere. Rejects with GenerationFailed. */
export async function generate(config: RelayConfig, log: Logger, tracing: Tracing): Promise<void> {
  const imports = [ConfigurationModule.forRoot(config, log, tracing), RelayPrometheusModule.withoutExposition(config), AdaptersModule.forGeneration(config), GenerationModule];
  const app = await NestFactory.createApplicationContext({ module: GenerationAppModule, imports }, { logger: new NestLog(log), abortOnError: false });
  try {
    await app.get(GenerateConfiguration).execute();
  } finally {
    await app.close();
  }
}
