import { Module, type DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import type { RelayConfig } from '../config/relay-config.js';
import { ExpositionController } from './exposition.controller.js';
import { ExpositionServer } from './exposition-server.js';
import { RelayMetrics } from './relay-metrics.js';
import { StateGauges } from './state-gauges.js';

/** The relay's metrics for everybody, and their exposition. */
@Module({})
export class RelayPrometheusModule {
  static forRoot({ role }: RelayConfig): DynamicModule {
    const metrics = new RelayMetrics(role);
    const exposition = PrometheusModule.register({
      controller: ExpositionController,
      defaultMetrics: { enabled: true, config: { register: metrics.registry } },
    });
    return {
      module: RelayPrometheusModule,
      global: true,
      imports: [exposition],
      providers: [{ provide: RelayMetrics, useValue: metrics }, ExpositionServer, StateGauges],
      exports: [RelayMetrics],
    };
  }

  /** For a process that listens nowhere. */
  static withoutExposition({ role }: RelayConfig): DynamicModule {
    return { module: RelayPrometheusModule, global: true, providers: [{ provide: RelayMetrics, useValue: new RelayMetrics(role) }], exports: [RelayMetrics] };
  }
}
