import { MemoryCache } from '../../../src/adapters/memory/memory-cache.js';
import { MemoryEventBus } from '../../../src/adapters/memory/memory-event-bus.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { RelayChange } from '../../../src/kernel/changes.js';
import { AdoptEnvironment } from '../../../src/modules/sync/application/adopt-environment.js';
import { AnnounceChanges } from '../../../src/modules/sync/application/announce-changes.js';
import { ChangeInventory } from '../../../src/modules/sync/application/change-inventory.js';
import { EnvironmentWriter } from '../../../src/modules/sync/application/environment-writer.js';
import { FollowUpstream } from '../../../src/modules/sync/application/follow-upstream.js';
import { RefreshEnvironment } from '../../../src/modules/sync/application/refresh-environment.js';
import { Synchronise } from '../../../src/modules/sync/application/synchronise.js';
import { SdkStreams } from '../../../src/modules/streaming/application/sdk-streams.js';
import { RelayMetrics } from '../../../src/prometheus/relay-metrics.js';
import { ReadModel } from '../../../src/read-model/read-model.js';
import { RelayState } from '../../../src/read-model/relay-state.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { until } from '../../support/until.js';
import { UpstreamByHand } from './upstream-by-hand.js';

export interface RunningSync {
  readonly upstream: UpstreamByHand;
  readonly readModel: ReadModel;
  readonly cache: MemoryCache;
  readonly state: RelayState;
  readonly log: RecordedLog;
  readonly streams: SdkStreams;
  /** Every change the bus carried, in order. */
  readonly changes: readonly RelayChange[];
  flags(environment: string): readonly (readonly [string, number])[];
  untilConnected(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Sync with its read model and SDK streams, without HTTP, on an upstream by hand. */
export function aSync(upstream = new UpstreamByHand(), env: Record<string, string> = {}): RunningSync {
  const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only', SAAS_POLL_INTERVAL: '0.05', ...env }, []);
  const log = new RecordedLog();
  const cache = new MemoryCache();
  const bus = new MemoryEventBus(log);
  const metrics = new RelayMetrics();
  const state = new RelayState();
  const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
  const streams = new SdkStreams(config, metrics, log);
  const writer = new EnvironmentWriter(cache, readModel, bus, log);
  const adopt = new AdoptEnvironment(upstream, writer, log);
  const refresh = new RefreshEnvironment(upstream, writer, adopt, readModel, metrics, log);
  const inventory = new ChangeInventory(upstream, writer, adopt, readModel, log);
  const synchronise = new Synchronise(upstream, writer, state, log);
  const announce = new AnnounceChanges(bus, streams);
  const follow = new FollowUpstream(upstream, cache, synchronise, refresh, inventory, streams, readModel, state, metrics, log, config);

  const changes: RelayChange[] = [];
  bus.follow((change) => void changes.push(change));
  announce.onModuleInit();
  follow.onApplicationBootstrap();
  return {
    upstream,
    readModel,
    cache,
    state,
    log,
    streams,
    changes,
    flags: (environment) => (readModel.environment(environment)?.config.featureConfigs ?? []).map(({ identifier, version }) => [identifier, version]),
    untilConnected: () => until(() => state.stream.state === 'CONNECTED'),
    stop: async () => {
      refresh.onModuleDestroy();
      await follow.onModuleDestroy();
      announce.onModuleDestroy();
      streams.onModuleDestroy();
    },
  };
}
