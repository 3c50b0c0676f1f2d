import type { MetricsEntry, MetricsReport, TargetData } from '../../src/kernel/metrics-report.js';
import type { MetricsBatch, MetricsQueuePort } from '../../src/ports/metrics-queue.port.js';

const plenty = 1024 * 1024;

/** What every metrics queue does. `create` answers an empty queue with room for some MiB. */
export function describeMetricsQueueContract(adapter: string, create: () => Promise<MetricsQueuePort>): void {
  describe(`${adapter} keeps the MetricsQueuePort contract`, () => {
    let queue: MetricsQueuePort;

    beforeEach(async () => {
      queue = await create();
    });

    it('gives nothing when nothing was appended', async () => {
      expect(await queue.take(plenty)).toEqual([]);
    });

    it('gives what was appended, in normal form', async () => {
      const report = { metricsData: [anEntry('dark-mode', 3)], targetData: [aTarget('bob', 'Berlin')] };

      await queue.append('env-1', report);

      expect(await takeAll(queue)).toEqual([{ environment: 'env-1', report }]);
    });

    it('adds up the counts of one variation, flag and SDK, and keeps the latest timestamp', async () => {
      await queue.append('env-1', aReport([{ ...anEntry('dark-mode', 3), timestamp: 2000 }]));
      await queue.append('env-1', aReport([{ ...anEntry('dark-mode', 4), timestamp: 1000 }]));

      const [taken] = await takeAll(queue);

      expect(taken?.report.metricsData).toEqual([{ ...anEntry('dark-mode', 7), timestamp: 2000 }]);
    });

    it('keeps flags apart', async () => {
      await queue.append('env-1', aReport([anEntry('dark-mode', 3), anEntry('banner', 4)]));

      expect(countsOf(await queue.take(plenty))).toEqual({ 'env-1 banner': 4, 'env-1 dark-mode': 3 });
    });

    it('keeps environments apart', async () => {
      await queue.append('env-1', aReport([anEntry('dark-mode', 3)]));
      await queue.append('env-2', aReport([anEntry('dark-mode', 4)]));

      expect(countsOf(await queue.take(plenty))).toEqual({ 'env-1 dark-mode': 3, 'env-2 dark-mode': 4 });
    });

    it('merges targets by identifier: the latest attributes win', async () => {
      await queue.append('env-1', { metricsData: [], targetData: [aTarget('bob', 'Berlin'), aTarget('ann', 'Rome')] });
      await queue.append('env-1', { metricsData: [], targetData: [aTarget('bob', 'Paris')] });

      const [taken] = await takeAll(queue);

      expect(taken?.report.targetData).toEqual([aTarget('bob', 'Paris'), aTarget('ann', 'Rome')]);
    });

    it('gives nothing twice', async () => {
      await queue.append('env-1', aReport([anEntry('dark-mode', 3)]));
      await queue.take(plenty);

      expect(await queue.take(plenty)).toEqual([]);
    });

    it('forgets what is settled', async () => {
      await queue.append('env-1', aReport([anEntry('dark-mode', 3)]));

      for (const batch of await queue.take(plenty)) await batch.settle();

      expect(await queue.take(plenty)).toEqual([]);
    });

    it('gives what is released again, together with what came since', async () => {
      await queue.append('env-1', aReport([anEntry('dark-mode', 3)]));
      const taken = await queue.take(plenty);
      await queue.append('env-1', aReport([anEntry('dark-mode', 4), anEntry('banner', 1)]));

      for (const batch of taken) await batch.release();

      expect(countsOf(await queue.take(plenty))).toEqual({ 'env-1 banner': 1, 'env-1 dark-mode': 7 });
    });

    it('prefers a target that came since over a released one', async () => {
      await queue.append('env-1', { metricsData: [], targetData: [aTarget('bob', 'Berlin')] });
      const taken = await queue.take(plenty);
      await queue.append('env-1', { metricsData: [], targetData: [aTarget('bob', 'Paris')] });

      for (const batch of taken) await batch.release();

      const targets = (await takeAll(queue)).flatMap(({ report }) => report.targetData);
      expect(targets.at(-1)).toEqual(aTarget('bob', 'Paris'));
    });

    it('ignores a second settle or release', async () => {
      await queue.append('env-1', aReport([anEntry('dark-mode', 3)]));
      const [batch] = await queue.take(plenty);

      await batch?.release();
      await batch?.release();
      await batch?.settle();

      expect(countsOf(await queue.take(plenty))).toEqual({ 'env-1 dark-mode': 3 });
    });

    it('splits so that no batch encodes to more than asked for, and loses nothing by it', async () => {
      const maxBytes = 2000;
      const flags = Array.from({ length: 50 }, (_, i) => `flag-ä-${i}`);
      const targets = Array.from({ length: 50 }, (_, i) => aTarget(`target-${i}`, 'Zürich'));
      await queue.append('env-1', { metricsData: flags.map((flag) => anEntry(flag, 2)), targetData: targets });

      const batches = await queue.take(maxBytes);

      expect(Math.max(...batches.map(({ report }) => Buffer.byteLength(JSON.stringify(report))))).toBeLessThanOrEqual(maxBytes);
      expect(countsOf(batches)).toEqual(Object.fromEntries(flags.map((flag) => [`env-1 ${flag}`, 2])));
      expect(batches.flatMap(({ report }) => report.targetData)).toEqual(targets);
    });

    it('tells each time enough has gathered, and not before', async () => {
      let signals = 0;
      let tell: () => void = () => {};
      queue.onGathered(2000, () => {
        signals += 1;
        tell();
      });

      for (const round of [1, 2]) {
        await queue.append('env-1', aReport([anEntry('small', 1)]));
        expect(signals).toBe(round - 1);
        const told = new Promise<void>((resolve) => {
          tell = resolve;
        });
        await queue.append('env-1', aReport(Array.from({ length: 10 }, (_, i) => anEntry(`flag-${i}`, 1))));
        await told;
        for (const batch of await queue.take(plenty)) await batch.settle();
      }

      expect(signals).toBe(2);
    });
  });
}

async function takeAll(queue: MetricsQueuePort): Promise<readonly Pick<MetricsBatch, 'environment' | 'report'>[]> {
  return (await queue.take(plenty)).map(({ environment, report }) => ({ environment, report }));
}

function countsOf(batches: readonly MetricsBatch[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { environment, report } of batches) {
    for (const { attributes, count } of report.metricsData) {
      const flag = attributes.find(({ key }) => key === 'featureIdentifier')?.value;
      counts[`${environment} ${flag}`] = (counts[`${environment} ${flag}`] ?? 0) + count;
    }
  }
  return counts;
}

function aReport(metricsData: readonly MetricsEntry[]): MetricsReport {
  return { metricsData, targetData: [] };
}

function anEntry(flag: string, count: number): MetricsEntry {
  const attributes = { featureIdentifier: flag, featureName: flag, variationIdentifier: 'true', SDK_TYPE: 'server', SDK_LANGUAGE: 'go', SDK_VERSION: '0.2.0' };
  return {
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
    count,
    metricsType: 'FFMETRICS',
    timestamp: 1_700_000_000_000,
  };
}

function aTarget(identifier: string, city: string): TargetData {
  return { identifier, name: identifier, attributes: [{ key: 'city', value: city }] };
}
