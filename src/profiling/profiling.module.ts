import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { Log } from '../kernel/log.js';
import { GcpProfiler } from './gcp-profiler.js';
import { ProfilingServer } from './profiling-server.js';

/** What shows where time and memory go, as far as it was asked for. */
@Module({})
export class ProfilingModule {
  static forRoot({ profiling }: RelayConfig): DynamicModule {
    const { port, gcp } = profiling;
    const providers: readonly Provider[] = [
      ...(port === undefined ? [] : [{ provide: ProfilingServer, inject: [Log], useFactory: (log: Log) => new ProfilingServer(log, port) }]),
      ...(gcp ? [{ provide: GcpProfiler, inject: [Log], useFactory: (log: Log) => new GcpProfiler(log) }] : []),
    ];
    return { module: ProfilingModule, providers: [...providers] };
  }
}
