import { Global, Module } from '@nestjs/common';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { Tracing } from '../kernel/tracing.js';
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
      inject: [RelayMetrics, Log, RELAY_CONFIG, Tracing],
      useFactory: (...parts: ConstructorParameters<typeof ObserveRequests>) => new ObserveRequests(...parts),
    },
  ],
  exports: [RelayErrorFilter, ObserveRequests, HotReads],
})
export class HttpModule {}
