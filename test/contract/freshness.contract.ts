import type { EnvironmentId } from '../../src/kernel/configuration.js';
import type { FreshnessPort, FreshnessSource, FreshPart } from '../../src/ports/freshness.port.js';

export interface FreshnessUnderContract {
  readonly freshness: FreshnessPort;
  /** What is guarded: it brings `held` up to what was written. */
  readonly source: FreshnessSource;
  /** Writes a version, as the node that announces it does. */
  write(environment: EnvironmentId, part: FreshPart, version: number): Promise<void>;
  /** The version in memory; 0 when there is none. */
  held(environment: EnvironmentId, part: FreshPart): number;
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

    it.each(['featureConfigs', 'segments'] as const)('has %s in memory that were written before the question', async (part) => {
      for (let version = 1; version <= 20; version++) {
        await far.write('one', part, version);
        await far.freshness.settle('one', [part]);

        expect(far.held('one', part)).toBe(version);
      }
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

    it('never rejects, not even for what does not exist or cannot be loaded', async () => {
      far.freshness.guard({ revisions: () => [], load: () => Promise.reject(new Error('cannot be loaded')) });
      await far.write('one', 'segments', 1);

      await expect(Promise.all([far.freshness.settle('one', ['segments']), far.freshness.settle('nobody', ['segments', 'featureConfigs'])])).resolves.toBeDefined();
    });
  });
}
