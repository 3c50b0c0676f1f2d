import { Module, type DynamicModule } from '@nestjs/common';
import { AdaptersModule } from './adapters/adapters.module.js';
import { ConfigurationModule } from './config/configuration.module.js';
import type { RelayConfig } from './config/relay-config.js';
import { HttpModule } from './http/http.module.js';
import type { Log } from './kernel/log.js';
import type { Tracing } from './kernel/tracing.js';
import { AuthModule } from './modules/auth/index.js';
import { FeatureConfigsModule } from './modules/feature-configs/index.js';
import { HealthModule } from './modules/health/index.js';
import { MetricsModule } from './modules/metrics/index.js';
import { SegmentsModule } from './modules/segments/index.js';
import { StreamingModule } from './modules/streaming/index.js';
import { SyncModule } from './modules/sync/index.js';
import { ProfilingModule } from './profiling/profiling.module.js';
import { RelayPrometheusModule } from './prometheus/relay-prometheus.module.js';
import { ReadModelModule } from './read-model/read-model.module.js';

/** The relay: the same modules in every role, on the role's adapters. */
@Module({})
export class AppModule {
  static forConfig(config: RelayConfig, log: Log, tracing: Tracing): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.forRoot(config, log, tracing),
        RelayPrometheusModule.forRoot(config),
        ReadModelModule,
        AdaptersModule.forConfig(config),
        HttpModule,
        AuthModule,
        FeatureConfigsModule,
        SegmentsModule,
        StreamingModule,
        MetricsModule,
        SyncModule,
        HealthModule,
        ProfilingModule.forRoot(config),
      ],
    };
  }
}
