import { AlwaysLeader } from '../../../src/adapters/memory/always-leader.js';
import { MemoryCache } from '../../../src/adapters/memory/memory-cache.js';
import { NoFreshness } from '../../../src/adapters/memory/no-freshness.js';
import { MemoryRememberedTargets } from '../../../src/adapters/memory/memory-remembered-targets.js';
import { MemoryEventBus } from '../../../src/adapters/memory/memory-event-bus.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { RelayChange, StreamState } from '../../../src/kernel/changes.js';
import { NoTracing } from '../../../src/kernel/no-tracing.js';
import { AdoptEnvironment } from '../../../src/modules/sync/application/adopt-environment.js';
import { ChangeInventory } from '../../../src/modules/sync/application/change-inventory.js';
import { CompareWithCache } from '../../../src/modules/sync/application/compare-with-cache.js';
import { EnvironmentLanes } from '../../../src/modules/sync/application/environment-lanes.js';
import { EnvironmentMirror } from '../../../src/modules/sync/application/environment-mirror.js';
import { EnvironmentWriter } from '../../../src/modules/sync/application/environment-writer.js';
import { FirstHand } from '../../../src/modules/sync/application/first-hand.js';
import { FollowBus } from '../../../src/modules/sync/application/follow-bus.js';
import { FollowLeader } from '../../../src/modules/sync/application/follow-leader.js';
import { FollowUpstream } from '../../../src/modules/sync/application/follow-upstream.js';
import { KeepCacheWhole } from '../../../src/modules/sync/application/keep-cache-whole.js';
import { LeadWhenElected } from '../../../src/modules/sync/application/lead-when-elected.js';
import { MendEnvironments } from '../../../src/modules/sync/application/mend-environments.js';
import { OpenSession } from '../../../src/modules/sync/application/open-session.js';
import { PollTargets } from '../../../src/modules/sync/application/poll-targets.js';
import { PollUpstream } from '../../../src/modules/sync/application/poll-upstream.js';
import { RefreshEnvironment } from '../../../src/modules/sync/application/refresh-environment.js';
import { LookForMissed } from '../../../src/modules/sync/application/look-for-missed.js';
import { RetellEndings } from '../../../src/modules/sync/application/retell-endings.js';
import { TellSdks } from '../../../src/modules/sync/application/tell-sdks.js';
import { ReportUpstream } from '../../../src/modules/sync/application/report-upstream.js';
import { TellStreamState } from '../../../src/modules/sync/application/tell-stream-state.js';
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
export function aSync(upstream = new UpstreamByHand(), env: Record<string, string> = {}, { heard }: { readonly heard?: StreamState['state'] } = {}): RunningSync {
  const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only', SAAS_POLL_INTERVAL: '0.05', ...env }, []);
  const log = new RecordedLog();
  const cache = new MemoryCache();
  const bus = new MemoryEventBus(log);
  const metrics = new RelayMetrics();
  const state = new RelayState();
  if (heard) state.streamIs(heard);
  const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
  const tracing = new NoTracing();
  const streams = new SdkStreams(config, metrics, tracing, log);
  const lanes = new EnvironmentLanes();
  const firstHand = new FirstHand();
  const leadership = new AlwaysLeader(log);
  const retell = new RetellEndings(bus, lanes, readModel, firstHand, streams, log);
  const keeper = new KeepCacheWhole(cache, bus, readModel, lanes, firstHand, retell, log);
  const tellSdks = new TellSdks(bus, readModel, state, streams);
  const mirror = new EnvironmentMirror(lanes, cache, readModel, firstHand, bus, tellSdks, tracing);
  const writer = new EnvironmentWriter(lanes, cache, readModel, bus, firstHand, keeper, tracing);
  const adopt = new AdoptEnvironment(upstream, writer, log);
  const report = new ReportUpstream(state, log);
  const refresh = new RefreshEnvironment(upstream, writer, adopt, readModel, report, tracing);
  const session = new OpenSession(upstream, cache, mirror, readModel, state, streams, log);
  const inventory = new ChangeInventory(session, writer, adopt, readModel, tracing, log);
  const synchronise = new Synchronise(upstream, session, writer, firstHand, readModel, state, tracing, log);
  const tellState = new TellStreamState(cache, bus, state, log);
  const mend = new MendEnvironments(adopt, tellState, streams, state, log, config);
  const leader = new FollowLeader(cache, state, streams, log);
  const compare = new CompareWithCache(mirror, firstHand, keeper, retell, leader, readModel, state, tellSdks, log);
  const freshness = new NoFreshness();
  const followBus = new FollowBus(bus, mirror, firstHand, compare, leadership, leader, freshness, new LookForMissed(readModel, freshness, tellSdks), readModel, state, tellSdks, streams, log);
  const poll = new PollUpstream(synchronise, report, readModel, state, metrics);
  const followUpstream = new FollowUpstream(upstream, tellState, poll, refresh, inventory, mend, report, streams, state, log, config);
  const pollTargets = new PollTargets(upstream, new MemoryRememberedTargets(), readModel, log, config);
  const lead = new LeadWhenElected(leadership, followUpstream, pollTargets, tellState, leader, followBus, compare, firstHand, keeper, state, log);

  const changes: RelayChange[] = [];
  bus.follow({ resume: async () => undefined, past: () => undefined, change: (change) => void changes.push(change), again: () => undefined, away: () => undefined, streamState: () => undefined });
  tellSdks.onModuleInit();
  followBus.onModuleInit();
  lead.onApplicationBootstrap();
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
      mend.onModuleDestroy();
      await lead.onModuleDestroy();
      await lead.onApplicationShutdown();
      followBus.onModuleDestroy();
      compare.onModuleDestroy();
      tellSdks.onModuleDestroy();
      streams.onModuleDestroy();
    },
  };
}
