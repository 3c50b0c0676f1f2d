import { describeFreshnessContract } from '../../../test/contract/freshness.contract.js';
import { NoFreshness } from './no-freshness.js';

describeFreshnessContract('NoFreshness', async () => {
  const held = new Map<string, number>();
  const keys = new Map<string, string>();
  return {
    freshness: new NoFreshness(),
    source: { isAhead: () => false, recovered: () => undefined, revisions: () => [], load: async () => undefined, environmentOf: (key) => [...keys].find(([, of]) => of === key)?.[0] },
    write: async (environment, part, version) => void held.set(`${part} ${environment}`, version),
    writeKey: async (environment, key) => void keys.set(environment, key),
    held: (environment, part) => held.get(`${part} ${environment}`) ?? 0,
    close: async () => undefined,
  };
});

describe('NoFreshness', () => {
  it('has nothing to wait for', () => {
    expect(new NoFreshness().settle()).toBeUndefined();
  });
});
