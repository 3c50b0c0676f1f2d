import { describeFreshnessContract } from '../../../test/contract/freshness.contract.js';
import { NoFreshness } from './no-freshness.js';

describeFreshnessContract('NoFreshness', async () => {
  const held = new Map<string, number>();
  return {
    freshness: new NoFreshness(),
    source: { revisions: () => [], load: async () => undefined },
    write: async (environment, part, version) => void held.set(`${part} ${environment}`, version),
    held: (environment, part) => held.get(`${part} ${environment}`) ?? 0,
    close: async () => undefined,
  };
});

describe('NoFreshness', () => {
  it('has nothing to wait for', () => {
    expect(new NoFreshness().settle()).toBeUndefined();
  });
});
