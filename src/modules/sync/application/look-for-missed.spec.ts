import { RecordedLog } from '../../../../test/support/recorded-log.js';
import { MemoryEventBus } from '../../../adapters/memory/memory-event-bus.js';
import { NoFreshness } from '../../../adapters/memory/no-freshness.js';
import { loadConfig } from '../../../config/load-config.js';
import { NoTracing } from '../../../kernel/no-tracing.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { LookForMissed } from './look-for-missed.js';
import { TellSdks } from './tell-sdks.js';

class Store extends NoFreshness {
  readonly looked: string[] = [];
  failing: ReadonlySet<string> = new Set();
  load: (environment: string) => void = () => undefined;

  override async look(environment = ''): Promise<boolean> {
    this.looked.push(environment);
    this.load(environment);
    return !this.failing.has(environment);
  }
}

class Sdks extends TellSdks {
  readonly told: string[] = [];

  override untold(environment: string): void {
    this.told.push(environment);
  }
}

const holding = (id: string) => ({ id, featureConfigs: [], segments: [], authKeys: [] });

describe('a look for what was missed', () => {
  const environments = ['a', 'b', 'c', 'd', 'e', 'f'];
  let readModel: ReadModel;
  let store: Store;
  let sdks: Sdks;
  let look: LookForMissed;

  beforeEach(() => {
    readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
    for (const id of environments) readModel.install(holding(id));
    store = new Store();
    const [log, { config }] = [new RecordedLog(), loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only' }, [])];
    sdks = new Sdks(new MemoryEventBus(log), readModel, new RelayState(), new SdkStreams(config, new RelayMetrics(), new NoTracing(), log));
    look = new LookForMissed(readModel, store, sdks);
  });

  const round = async (): Promise<string> => {
    store.looked.length = 0;
    await look.round();
    return store.looked.join('');
  };

  it('goes through every environment', async () => {
    expect(await round()).toBe('abcdef');
    expect(await round()).toBe('abcdef');
  });

  it('has SDKs told where something was missed, and nowhere else', async () => {
    store.load = (environment) => {
      if (environment === 'c') readModel.install(holding('c'));
    };

    await round();

    expect(sdks.told).toEqual(['c']);
  });

  it('is one at a time', async () => {
    await Promise.all([look.round(), look.round()]);

    expect(store.looked.join('')).toBe('abcdef');
  });

  it('passes over single ones that fail', async () => {
    store.failing = new Set(['a', 'b', 'd', 'f']);

    expect(await round()).toBe('abcdef');
  });

  it('leaves a store that fails again and again alone, and goes on behind that the next time', async () => {
    store.failing = new Set(['b', 'c', 'd', 'e']);
    expect(await round()).toBe('abcd');

    store.failing = new Set();
    expect(await round()).toBe('efabcd');
  });

  it('ends with the node', async () => {
    look.onModuleDestroy();

    expect(await round()).toBe('');
  });
});
