import { Module, type DynamicModule } from '@nestjs/common';
import { Log } from '../kernel/log.js';
import { Tracing } from '../kernel/tracing.js';
import type { RelayConfig } from './relay-config.js';
import { RELAY_CONFIG } from './relay-config.token.js';

/** The settings, the log and the tracing, for every module. */
@Module({})
export class ConfigurationModule {
  static forRoot(config: RelayConfig, log: Log, tracing: Tracing): DynamicModule {
    return {
      module: ConfigurationModule,
      global: true,
      providers: [
        { provide: RELAY_CONFIG, useValue: config },
        { provide: Log, useValue: log },
        { provide: Tracing, useValue: tracing },
      ],
      exports: [RELAY_CONFIG, Log, Tracing],
    };
  }
}
