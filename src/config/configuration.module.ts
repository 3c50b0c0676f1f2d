import { Module, type DynamicModule } from '@nestjs/common';
import { Log } from '../kernel/log.js';
import type { RelayConfig } from './relay-config.js';
import { RELAY_CONFIG } from './relay-config.token.js';

/** The settings and the log, for every module. */
@Module({})
export class ConfigurationModule {
  static forRoot(config: RelayConfig, log: Log): DynamicModule {
    return {
      module: ConfigurationModule,
      global: true,
      providers: [
        { provide: RELAY_CONFIG, useValue: config },
        { provide: Log, useValue: log },
      ],
      exports: [RELAY_CONFIG, Log],
    };
  }
}
