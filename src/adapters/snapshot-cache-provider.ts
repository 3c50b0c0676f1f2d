import type { FactoryProvider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { Log } from '../kernel/log.js';
import { CachePort } from '../ports/cache.port.js';
import { EventBusPort } from '../ports/event-bus.port.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';
import { SnapshotCache } from './files/snapshot/snapshot-cache.js';
import { SnapshotDirectory } from './files/snapshot/snapshot-directory.js';
import { MemoryCache } from './memory/memory-cache.js';
import { MemoryEventBus } from './memory/memory-event-bus.js';

/** Memory, and a snapshot of it on disk where one is asked for. Files that are the upstream need none. */
export const snapshotCache: FactoryProvider<CachePort> = {
  provide: CachePort,
  inject: [RELAY_CONFIG, Log, RelayMetrics],
  useFactory: async ({ snapshotDir, upstream, proxyKey, streams }: RelayConfig, log: Log, metrics: RelayMetrics) => {
    const memory = new MemoryCache();
    if (snapshotDir === undefined || upstream === 'files') return memory;
    return SnapshotCache.open(memory, new SnapshotDirectory(snapshotDir, proxyKey, log), log, metrics, { replayMs: streams.replayMs });
  },
};

/** The bus of a single node knows of the past what the snapshot tells. */
export const singleEventBus: FactoryProvider<EventBusPort> = {
  provide: EventBusPort,
  inject: [Log, CachePort],
  useFactory: (log: Log, cache: CachePort) => new MemoryEventBus(log, cache instanceof SnapshotCache ? cache.past() : []),
};
