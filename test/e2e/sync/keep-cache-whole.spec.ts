import { MemoryCache } from '../../../src/adapters/memory/memory-cache.js';
import { MemoryEventBus } from '../../../src/adapters/memory/memory-event-bus.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { ConfigurationChange, RelayChange } from '../../../src/kernel/changes.js';
import type { EnvironmentId } from '../../../src/kernel/configuration.js';
import { NoTracing } from '../../../src/kernel/no-tracing.js';
import { SdkStreams } from '../../../src/modules/streaming/application/sdk-streams.js';
import { EnvironmentLanes } from '../../../src/modules/sync/application/environment-lanes.js';
import { FirstHand } from '../../../src/modules/sync/application/first-hand.js';
import { KeepCacheWhole } from '../../../src/modules/sync/application/keep-cache-whole.js';
import { RetellEndings } from '../../../src/modules/sync/application/retell-endings.js';
import { CacheUnavailable } from '../../../src/ports/cache.port.js';
import { RelayMetrics } from '../../../src/prometheus/relay-metrics.js';
import { ReadModel } from '../../../src/read-model/read-model.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { until } from '../../support/until.js';

const deletion: ConfigurationChange = { domain: 'flag', event: 'delete', environment: 'e', identifier: 'gone', version: 4 };

/** What is written shows what nobody was told of. */
class Store extends MemoryCache {
  isAway = true;
  hasWritten = false;

  override async retain(environments: readonly EnvironmentId[]): Promise<readonly EnvironmentId[]> {
    if (this.isAway) throw new CacheUnavailable('away');
    this.hasWritten = true;
    return super.retain(environments);
  }
}

class Bus extends MemoryEventBus {
  constructor(private readonly store: Store) {
    super(new RecordedLog());
  }

  override async untold(): Promise<readonly ConfigurationChange[]> {
    return this.store.hasWritten ? [deletion] : [];
  }
}

describe('a cache that is written late', () => {
  it('has what it showed of deletions told then, and not before it is known what is right', async () => {
    const [store, firstHand, lanes, log] = [new Store(), new FirstHand(), new EnvironmentLanes(), new RecordedLog()];
    const bus = new Bus(store);
    const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
    const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only' }, []);
    const streams = new SdkStreams(config, new RelayMetrics(), new NoTracing(), log);
    const keeper = new KeepCacheWhole(store, bus, readModel, lanes, firstHand, new RetellEndings(bus, lanes, readModel, firstHand, streams, log), log);
    const carried: RelayChange[] = [];
    bus.follow({ resume: async () => undefined, past: () => undefined, change: (change) => void carried.push(change), again: () => undefined, away: () => undefined, streamState: () => undefined });
    readModel.install({ id: 'e', featureConfigs: [], segments: [], authKeys: [] });
    firstHand.begin();
    firstHand.noteAllBut([]);

    keeper.granted(false);
    await keeper.execute();
    store.isAway = false;
    keeper.granted(true);
    await keeper.execute();
    expect([store.hasWritten, carried]).toEqual([false, []]);

    await keeper.cleanUp(['e']);
    await until(() => carried.length > 0);
    expect(carried).toEqual([deletion]);
  });
});
