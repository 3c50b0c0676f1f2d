import { Global, Module } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { ReadModel } from './read-model.js';
import { RelayState } from './relay-state.js';

/** What is served, and what is known about serving it. */
@Global()
@Module({
  providers: [
    RelayState,
    {
      provide: ReadModel,
      inject: [RELAY_CONFIG, Log, RelayMetrics],
      useFactory: (config: RelayConfig, log: Log, metrics: RelayMetrics) =>
        new ReadModel({
          andRules: config.andRules,
          onInstall: () => metrics.memoryWrites.inc(),
          onCompile: () => metrics.memoryDecodings.inc(),
          onProblem: (environment, problem) => {
            metrics.unevaluableFlags.inc();
            log.warn({ environment, ...problem }, 'a flag or group cannot be evaluated as written');
          },
        }),
    },
  ],
  exports: [RelayState, ReadModel],
})
export class ReadModelModule {}
