import { MemoryCache } from '../../../src/adapters/memory/memory-cache.js';
import { MemoryEventBus } from '../../../src/adapters/memory/memory-event-bus.js';
import { NeverLeader } from '../../../src/adapters/memory/never-leader.js';
import { NoFreshness } from '../../../src/adapters/memory/no-freshness.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { ConfigurationChange } from '../../../src/kernel/changes.js';
import type { EnvironmentConfig } from '../../../src/kernel/configuration.js';
import { NoTracing } from '../../../src/kernel/no-tracing.js';
import { SdkStreams } from '../../../src/modules/streaming/application/sdk-streams.js';
import { EnvironmentLanes } from '../../../src/modules/sync/application/environment-lanes.js';
import { EnvironmentMirror } from '../../../src/modules/sync/application/environment-mirror.js';
import { FirstHand } from '../../../src/modules/sync/application/first-hand.js';
import { FollowBus } from '../../../src/modules/sync/application/follow-bus.js';
import { KeepCacheWhole } from '../../../src/modules/sync/application/keep-cache-whole.js';
import { FollowLeader } from '../../../src/modules/sync/application/follow-leader.js';
import { RelayMetrics } from '../../../src/prometheus/relay-metrics.js';
import { ReadModel } from '../../../src/read-model/read-model.js';
import { RelayState } from '../../../src/read-model/relay-state.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { until } from '../../support/until.js';

const environment = 'e';
const flags = (versions: Readonly<Record<string, number>>): EnvironmentConfig => ({
  id: environment,
  featureConfigs: Object.entries(versions).map(([identifier, version]) => ({ identifier, version, json: JSON.stringify({ feature: identifier, version }) })),
  segments: [],
  authKeys: [],
});
const change = (event: 'create' | 'patch' | 'delete', identifier: string, version: number): ConfigurationChange => ({ domain: 'flag', event, environment, identifier, version });

class RecordedStreams extends SdkStreams {
  readonly told: string[] = [];

  override deliver({ event, identifier, version }: ConfigurationChange): void {
    this.told.push(`${event} ${identifier} ${version}`);
  }
}

describe('a node that does not lead', () => {
  const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only' }, []);
  let cache: MemoryCache;
  let bus: MemoryEventBus;
  let streams: RecordedStreams;
  let state: RelayState;
  let followBus: FollowBus;

  beforeEach(async () => {
    const [log, lanes] = [new RecordedLog(), new EnvironmentLanes()];
    state = new RelayState();
    const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
    cache = new MemoryCache();
    bus = new MemoryEventBus(log);
    streams = new RecordedStreams(config, new RelayMetrics(), new NoTracing(), log);
    const firstHand = new FirstHand();
    const keeper = new KeepCacheWhole(cache, bus, readModel, lanes, firstHand, log);
    const mirror = new EnvironmentMirror(lanes, cache, readModel, firstHand, bus, new NoTracing());
    followBus = new FollowBus(bus, mirror, firstHand, keeper, new NeverLeader(), new FollowLeader(cache, state, streams, log), new NoFreshness(), readModel, state, streams, log);
    await cache.store(flags({ f0: 1, f1: 1 }));
    followBus.onModuleInit();
    await until(() => state.config.state === 'SYNCED');
  });

  afterEach(() => followBus.onModuleDestroy());

  it('tells of what is there while other changes wait for data that will never come', async () => {
    const outdated = Array.from({ length: 20 }, (_, index) => change('patch', `gone-${index}`, 9));
    await cache.store(flags({ f0: 2, f1: 1 }));

    await Promise.all([...outdated, change('patch', 'f0', 2)].map((each) => bus.publish(each)));

    expect(streams.told).toEqual(['patch f0 2']);
    await until(() => streams.told.length === 21);
  });

  it('keeps the order of one item, which was deleted and made anew before it heard of that', async () => {
    await cache.store(flags({ f0: 1, f1: 3 }));

    for (const each of [change('patch', 'f1', 8), change('delete', 'f1', 9), change('create', 'f1', 3)]) await bus.publish(each);

    expect(streams.told).toEqual(['patch f1 8', 'delete f1 9', 'create f1 3']);
  });

  it('tells what is new about an environment that it knows and that a leader has just learned of', async () => {
    await cache.store(flags({ f0: 2 }));

    await bus.publish({ domain: 'proxy', event: 'environmentsAdded', environments: [environment] });

    expect(streams.told).toEqual(['delete f1 2', 'patch f0 2']);
  });

  it.each([
    ['tells other nodes', 'once it leads, of what a former leader wrote and did not tell', true, ['delete f1 2', 'patch f0 2']],
    ['tells its own SDKs alone', 'of what it finds while another leads', false, []],
  ])('%s %s', async (_, __, isLeading, expected) => {
    const carried: string[] = [];
    bus.follow({
      resume: async () => undefined,
      past: () => undefined,
      change: (told) => void (told.domain !== 'proxy' && carried.push(`${told.event} ${told.identifier} ${told.version}`)),
      again: () => undefined,
      away: () => undefined,
      streamState: () => undefined,
    });
    state.isLeading = isLeading;
    await cache.store(flags({ f0: 2 }));

    await bus.publish({ domain: 'proxy', event: 'environmentsAdded', environments: [environment] });

    await until(() => streams.told.length === 2);
    expect(streams.told).toEqual(['delete f1 2', 'patch f0 2']);
    expect(carried).toEqual(expected);
  });

  it('waits for data that comes after its event', async () => {
    await bus.publish(change('patch', 'f0', 5));
    expect(streams.told).toEqual([]);

    await cache.store(flags({ f0: 5, f1: 1 }));

    await until(() => streams.told.length === 1);
    expect(streams.told).toEqual(['patch f0 5']);
  });

  it('tells nothing once it ends', async () => {
    await bus.publish(change('patch', 'f0', 5));

    followBus.onModuleDestroy();
    await bus.publish(change('patch', 'f0', 6));

    expect(streams.told).toEqual([]);
  });
});
