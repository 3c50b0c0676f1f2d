import { NoFreshness } from '../../../adapters/memory/no-freshness.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { LookForMissed } from './look-for-missed.js';

class Store extends NoFreshness {
  readonly looked: string[] = [];
  failing: ReadonlySet<string> = new Set();

  override async look(environment = ''): Promise<boolean> {
    this.looked.push(environment);
    return !this.failing.has(environment);
  }
}

describe('a look for what was missed', () => {
  const environments = ['a', 'b', 'c', 'd', 'e', 'f'];
  let store: Store;
  let look: LookForMissed;

  beforeEach(() => {
    const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
    for (const id of environments) readModel.install({ id, featureConfigs: [], segments: [], authKeys: [] });
    store = new Store();
    look = new LookForMissed(readModel, store);
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
