import type { Target } from '../../src/kernel/target.js';
import type { RememberedTargetsPort } from '../../src/ports/remembered-targets.port.js';

export interface RememberedTargetsUnderContract {
  readonly targets: RememberedTargetsPort;
  close(): Promise<void>;
}

export interface SmallTargetLimits {
  /** At most this many targets. */
  readonly maxTargets: number;
}

const ada: Target = { identifier: 'ada', name: 'Ada', anonymous: false, attributes: { plan: 'pro', seats: 3, tags: ['a', null], deep: { x: true } } };

/** What everything that stands behind RememberedTargetsPort does. */
export function describeRememberedTargetsContract(
  adapter: string,
  create: (limits?: SmallTargetLimits) => Promise<RememberedTargetsUnderContract>,
): void {
  describe(`${adapter} keeps the RememberedTargetsPort contract`, () => {
    let far: RememberedTargetsUnderContract;

    beforeEach(async () => {
      far = await create();
    });

    afterEach(() => far.close());

    it('knows nobody at first', async () => {
      expect(await far.targets.find('e', 'ada')).toBeUndefined();
    });

    it('gives back a target with attributes of every kind', async () => {
      await far.targets.remember('e', ada);

      expect(await far.targets.find('e', 'ada')).toEqual(ada);
    });

    it('keeps the latest registration', async () => {
      await far.targets.remember('e', ada);
      await far.targets.remember('e', { identifier: 'ada', name: 'Ada L.', attributes: {} });

      expect(await far.targets.find('e', 'ada')).toEqual({ identifier: 'ada', name: 'Ada L.', attributes: {} });
    });

    it('keeps environments apart', async () => {
      await far.targets.remember('e', ada);

      expect(await far.targets.find('f', 'ada')).toBeUndefined();
    });

    it('keeps apart what reads alike when joined', async () => {
      await far.targets.remember('e a', { ...ada, identifier: 'b' });

      expect(await far.targets.find('e', 'a b')).toBeUndefined();
    });

    it('takes identifiers of any kind', async () => {
      for (const identifier of ['__proto__', 'Zürich ☃', 'a:b/c*', ' ']) {
        await far.targets.remember('e', { ...ada, identifier });
        expect(await far.targets.find('e', identifier)).toEqual({ ...ada, identifier });
      }
    });

    it('is bounded: the least recently used goes first', async () => {
      await far.close();
      far = await create({ maxTargets: 3 });
      for (const identifier of ['a', 'b', 'c']) await far.targets.remember('e', { ...ada, identifier });
      await far.targets.find('e', 'a');

      await far.targets.remember('e', { ...ada, identifier: 'd' });

      expect(await far.targets.find('e', 'b')).toBeUndefined();
      expect(await far.targets.find('e', 'a')).toBeDefined();
      expect(await far.targets.find('e', 'd')).toBeDefined();
    });
  });
}
