import type { MetricsReport } from '../../src/kernel/metrics-report.js';
import type { SaasIntakePort } from '../../src/ports/saas-intake.port.js';

export interface SaasIntakeUnderContract {
  readonly intake: SaasIntakePort;
  /** An environment that takes metrics, and an SDK key of it. */
  readonly environment: string;
  readonly sdkKey: string;
  /** Everything that arrived. */
  metrics(): readonly { readonly environment: string; readonly body: unknown }[];
  targets(): readonly { readonly environment: string; readonly target: unknown }[];
  goAway(): void | Promise<void>;
  /** From now on everything is answered with this status. */
  answerWith(status: number): void | Promise<void>;
  close(): Promise<void>;
}

const report: MetricsReport = {
  metricsData: [{ attributes: [{ key: 'featureIdentifier', value: 'dark-mode' }], count: 3, metricsType: 'FFMETRICS', timestamp: 1_700_000_000_000 }],
  targetData: [{ identifier: 'ada', name: 'Ada', attributes: [{ key: 'plan', value: 'pro' }] }],
};
const target = { identifier: 'ada', name: 'Ada', anonymous: false, attributes: { plan: 'pro', seats: 3 } };

/** What everything that stands behind SaasIntakePort does. */
export function describeSaasIntakeContract(adapter: string, create: () => Promise<SaasIntakeUnderContract>): void {
  describe(`${adapter} keeps the SaasIntakePort contract`, () => {
    let far: SaasIntakeUnderContract;

    beforeEach(async () => {
      far = await create();
    });

    afterEach(() => far.close());

    it('hands over metrics as they are', async () => {
      expect(await far.intake.postMetrics(far.environment, report)).toBe('accepted');

      expect(far.metrics()).toMatchObject([{ environment: far.environment, body: report }]);
    });

    it('registers a target in the environment of its SDK key', async () => {
      expect(await far.intake.registerTarget(far.sdkKey, target)).toBe('accepted');

      expect(far.targets()).toMatchObject([{ environment: far.environment, target }]);
    });

    it('asks for another attempt when nobody is there', async () => {
      await far.goAway();

      expect(await far.intake.postMetrics(far.environment, report)).toBe('retry');
      expect(await far.intake.registerTarget(far.sdkKey, target)).toBe('retry');
    });

    it.each([429, 500, 503])('asks for another attempt after status %i', async (status) => {
      await far.answerWith(status);

      expect(await far.intake.postMetrics(far.environment, report)).toBe('retry');
      expect(await far.intake.registerTarget(far.sdkKey, target)).toBe('retry');
    });

    it.each([400, 404, 413])('gives up after status %i', async (status) => {
      await far.answerWith(status);

      expect(await far.intake.postMetrics(far.environment, report)).toBe('refused');
      expect(await far.intake.registerTarget(far.sdkKey, target)).toBe('refused');
    });
  });
}
