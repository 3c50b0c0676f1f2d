import { MemoryCache } from '../../../src/adapters/memory/memory-cache.js';
import { MemoryEventBus } from '../../../src/adapters/memory/memory-event-bus.js';
import { NeverLeader } from '../../../src/adapters/memory/never-leader.js';
import { NoFreshness } from '../../../src/adapters/memory/no-freshness.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { RelayChange } from '../../../src/kernel/changes.js';
import type { EnvironmentConfig } from '../../../src/kernel/configuration.js';
import { NoTracing } from '../../../src/kernel/no-tracing.js';
import { SdkStreams } from '../../../src/modules/streaming/application/sdk-streams.js';
import { CompareWithCache } from '../../../src/modules/sync/application/compare-with-cache.js';
import { EnvironmentLanes } from '../../../src/modules/sync/application/environment-lanes.js';
import { EnvironmentMirror } from '../../../src/modules/sync/application/environment-mirror.js';
import { FirstHand } from '../../../src/modules/sync/application/first-hand.js';
import { FollowBus } from '../../../src/modules/sync/application/follow-bus.js';
import { FollowLeader } from '../../../src/modules/sync/application/follow-leader.js';
import { KeepCacheWhole } from '../../../src/modules/sync/application/keep-cache-whole.js';
import { LookForMissed } from '../../../src/modules/sync/application/look-for-missed.js';
import { RetellEndings } from '../../../src/modules/sync/application/retell-endings.js';
import { TellSdks } from '../../../src/modules/sync/application/tell-sdks.js';
import { RelayMetrics } from '../../../src/prometheus/relay-metrics.js';
import { ReadModel } from '../../../src/read-model/read-model.js';
import { RelayState } from '../../../src/read-model/relay-state.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { until } from '../../support/until.js';
import { RecordedOutput } from '../streaming/recorded-output.js';

export const environment = 'e';

/** One environment with these flags. */
export function flags(versions: Readonly<Record<string, number>>): EnvironmentConfig {
  const featureConfigs = Object.entries(versions).map(([identifier, version]) => ({ identifier, version, json: JSON.stringify({ feature: identifier, version }) }));
  return { id: environment, featureConfigs, segments: [], authKeys: [] };
}

export interface AFollower {
  readonly cache: MemoryCache;
  readonly bus: MemoryEventBus;
  readonly state: RelayState;
  readonly streams: SdkStreams;
  readonly tellSdks: TellSdks;
  readonly retell: RetellEndings;
  readonly firstHand: FirstHand;
  /** The version of each flag in memory. */
  held(): Readonly<Record<string, number>>;
  /** Every change that the bus carried. */
  readonly carried: readonly RelayChange[];
  /** What an SDK hears that has opened a stream now, with a token from long ago or from then. */
  sdk(issuedAt?: number): { readonly heard: readonly string[] };
  stop(): void;
}

/** A node that follows the bus, with a cache and SDK streams, and nothing else. It has read `held` and knows the past of the bus. */
export async function aFollower(held: EnvironmentConfig): Promise<AFollower> {
  const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only' }, []);
  const [log, lanes, state, cache, firstHand, tracing] = [new RecordedLog(), new EnvironmentLanes(), new RelayState(), new MemoryCache(), new FirstHand(), new NoTracing()];
  const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
  const bus = new MemoryEventBus(log);
  const streams = new SdkStreams(config, new RelayMetrics(), tracing, log);
  const retell = new RetellEndings(bus, lanes, readModel, firstHand, streams, log);
  const keeper = new KeepCacheWhole(cache, bus, readModel, lanes, firstHand, retell, log);
  const tellSdks = new TellSdks(bus, readModel, state, streams);
  const mirror = new EnvironmentMirror(lanes, cache, readModel, firstHand, bus, tellSdks, tracing);
  const leader = new FollowLeader(cache, state, streams, log);
  const compare = new CompareWithCache(mirror, firstHand, keeper, retell, leader, readModel, state, tellSdks, log);
  const freshness = new NoFreshness();
  const followBus = new FollowBus(bus, mirror, firstHand, compare, new NeverLeader(), leader, freshness, new LookForMissed(readModel, freshness, tellSdks), readModel, state, tellSdks, streams, log);
  const carried: RelayChange[] = [];
  bus.follow({ resume: async () => undefined, past: () => undefined, change: (change) => void carried.push(change), again: () => undefined, away: () => undefined, streamState: () => undefined });
  await cache.store(held);
  tellSdks.onModuleInit();
  followBus.onModuleInit();
  await until(() => state.config.state === 'SYNCED');
  return {
    cache,
    bus,
    state,
    streams,
    tellSdks,
    retell,
    firstHand,
    carried,
    held: () => Object.fromEntries((readModel.environment(environment)?.config.featureConfigs ?? []).map(({ identifier, version }) => [identifier, version])),
    sdk: (issuedAt = 1) => {
      const output = new RecordedOutput();
      streams.accept({ environment, key: 'key' }, output, issuedAt, () => []);
      return {
        get heard() {
          return output.events.map(({ event, identifier, version }) => `${String(event)} ${String(identifier)} ${String(version)}`);
        },
      };
    },
    stop: () => {
      followBus.onModuleDestroy();
      compare.onModuleDestroy();
      tellSdks.onModuleDestroy();
      streams.onModuleDestroy();
    },
  };
}
