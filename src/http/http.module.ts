import { Global, Module } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { HotReads } from './hot-reads.js';
import { ObserveRequests } from './observe-requests.js';
import { RelayErrorFilter } from './relay-error.filter.js';

/** What all controllers share. */
@Global()
@Module({
  providers: [
    RelayErrorFilter,
    HotReads,
    {
      provide: ObserveRequests,
      inject: [RelayMetrics, Log, RELAY_CONFIG],
      useFactory: (metrics: RelayMetrics, log: Log, config: RelayConfig) => new ObserveRequests(metrics, log, config),
    },
  ],
  exports: [RelayErrorFilter, ObserveRequests, HotReads],
})
export class HttpModule {}
