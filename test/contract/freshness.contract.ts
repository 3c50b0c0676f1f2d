import type { AuthKeyHash, EnvironmentId } from '../../src/kernel/configuration.js';
import type { FreshnessPort, FreshnessSource, FreshPart } from '../../src/ports/freshness.port.js';

export interface FreshnessUnderContract {
  readonly freshness: FreshnessPort;
  /** What is guarded: it brings `held` up to what was written. */
  readonly source: FreshnessSource;
  /** Writes a version, as the node that announces it does. */
  write(environment: EnvironmentId, part: FreshPart, version: number): Promise<void>;
  /** The version in memory; 0 when there is none. */
  held(environment: EnvironmentId, part: FreshPart): number;
  /** Makes this the one key of the environment, as another node does. */
  writeKey(environment: EnvironmentId, key: AuthKeyHash): Promise<void>;
  close(): Promise<void>;
}

/** What everything that stands behind FreshnessPort does. */
export function describeFreshnessContract(adapter: string, create: () => Promise<FreshnessUnderContract>): void {
  describe(`${adapter} keeps the FreshnessPort contract`, () => {
    let far: FreshnessUnderContract;

    beforeEach(async () => {
      far = await create();
      far.freshness.guard(far.source);
    });

    afterEach(() => far.close());

    it.each(['featureConfigs', 'segments', 'authKeys'] as const)('has %s in memory that were written before the question', async (part) => {
      for (let version = 1; version <= 20; version++) {
        await far.write('one', part, version);
        await far.freshness.settle('one', [part]);

        expect(far.held('one', part)).toBe(version);
      }
    });

    it('brings every part of an environment up to date that nobody asks for', async () => {
      await far.write('one', 'featureConfigs', 3);
      await far.write('one', 'segments', 4);
      await far.writeKey('one', 'first');

      await far.freshness.look('one');

      expect([far.held('one', 'featureConfigs'), far.held('one', 'segments'), far.source.environmentOf('first')]).toEqual([3, 4, 'one']);
    });

    it('brings several parts and environments up to date at the same time', async () => {
      const environments = Array.from({ length: 20 }, (_, index) => `env-${index}`);
      for (const environment of environments) {
        await far.write(environment, 'featureConfigs', 7);
        await far.write(environment, 'segments', 8);
      }

      await Promise.all(environments.map(async (environment) => far.freshness.settle(environment, ['featureConfigs', 'segments'])));

      expect(environments.map((environment) => [far.held(environment, 'featureConfigs'), far.held(environment, 'segments')])).toEqual(environments.map(() => [7, 8]));
    });

    it('knows of a key that was taken away before the question', async () => {
      await far.writeKey('one', 'first');
      await far.freshness.discover('first');
      expect(far.source.environmentOf('first')).toBe('one');

      await far.writeKey('one', 'second');
      await far.freshness.settle('one', ['authKeys']);

      expect(far.source.environmentOf('first')).toBeUndefined();
      expect(far.source.environmentOf('second')).toBe('one');
    });

    it('finds the environment of a key that another node has written, and says of an unknown one that nobody knows it', async () => {
      await far.writeKey('one', 'first');

      expect(await far.freshness.discover('first')).toBe(true);
      expect(await far.freshness.discover('made up')).toBe(true);

      expect(far.source.environmentOf('first')).toBe('one');
      expect(far.source.environmentOf('made up')).toBeUndefined();
    });

    it('never rejects, not even for what does not exist or cannot be loaded', async () => {
      far.freshness.guard({ isAhead: () => false, recovered: () => undefined, revisions: () => [], load: () => Promise.reject(new Error('cannot be loaded')), environmentOf: () => undefined });
      await far.write('one', 'segments', 1);

      await expect(Promise.all([far.freshness.settle('one', ['segments']), far.freshness.settle('nobody', ['segments', 'featureConfigs', 'authKeys']), far.freshness.discover('nobody')])).resolves.toBeDefined();
    });
  });
}
