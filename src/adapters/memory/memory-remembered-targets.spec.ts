import { describeRememberedTargetsContract } from '../../../test/contract/remembered-targets.contract.js';
import { MemoryRememberedTargets } from './memory-remembered-targets.js';

const limits = { maxTargets: 10, maxCharacters: 10_000, maxAgeMs: 60_000 };

describeRememberedTargetsContract('MemoryRememberedTargets', async (small) => ({
  targets: new MemoryRememberedTargets({ ...limits, ...small }),
  close: async () => undefined,
}));

describe('remembered targets in memory', () => {
  const target = (identifier: string, attributes: Record<string, unknown> = {}) => ({ identifier, name: identifier, attributes });

  it('stay within their size, whatever a target weighs', async () => {
    const targets = new MemoryRememberedTargets(limits);
    await targets.remember('e', target('a', { text: 'x'.repeat(6_000) }));
    await targets.remember('e', target('b', { text: 'x'.repeat(6_000) }));
    await targets.remember('e', target('too large', { text: 'x'.repeat(20_000) }));

    expect(await targets.find('e', 'a')).toBeUndefined();
    expect(await targets.find('e', 'b')).toBeDefined();
    expect(await targets.find('e', 'too large')).toBeUndefined();
  });

  it('forget the former registration of a target that has become too large', async () => {
    const targets = new MemoryRememberedTargets(limits);
    await targets.remember('e', target('a', { plan: 'old' }));
    await targets.remember('e', target('a', { text: 'x'.repeat(20_000) }));

    expect(await targets.find('e', 'a')).toBeUndefined();
  });

  it('take attributes nested deeper than the stack', async () => {
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 100_000; level++) deep = { deep };

    await expect(new MemoryRememberedTargets().remember('e', target('a', deep))).resolves.toBeUndefined();
  });

  it('expire', async () => {
    // The cache looks at the clock at most once a millisecond, by a timer.
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const clock = jest.spyOn(performance, 'now');
    const passUntil = (ms: number) => {
      clock.mockReturnValue(ms);
      jest.advanceTimersByTime(1);
    };
    const targets = new MemoryRememberedTargets({ ...limits, maxAgeMs: 1_000 });

    passUntil(10_000);
    await targets.remember('e', target('a'));
    passUntil(10_999);
    expect(await targets.find('e', 'a')).toBeDefined();
    passUntil(11_001);
    expect(await targets.find('e', 'a')).toBeUndefined();

    clock.mockRestore();
    jest.useRealTimers();
  });
});
