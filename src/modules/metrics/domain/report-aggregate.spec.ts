import type { MetricsEntry, MetricsReport } from '../../../kernel/metrics-report.js';
import { ReportAggregate } from './report-aggregate.js';

describe('an aggregate of reports', () => {
  it.each(['SDK_LANGUAGE', 'SDK_VERSION', 'SDK_NAME', 'SDK_TYPE', 'JAR_VERSION', 'variationIdentifier', 'featureIdentifier'])('tells entries apart by %s', (key) => {
    const aggregate = anAggregate([anEntry({ featureName: 'f', [key]: 'one' }, 1), anEntry({ featureName: 'f', [key]: 'two' }, 1), anEntry({ featureName: 'f' }, 1)]);

    expect(aggregate.toReport().metricsData).toHaveLength(3);
  });

  it('does not tell entries apart by any other attribute, and keeps those of the first', () => {
    const aggregate = anAggregate([anEntry({ featureName: 'f', target: 'bob' }, 1), anEntry({ featureName: 'f', target: 'ann' }, 2)]);

    expect(aggregate.toReport().metricsData).toEqual([anEntry({ featureName: 'f', target: 'bob' }, 3)]);
  });

  it('reads the name of a flag where its identifier is missing or empty', () => {
    const aggregate = anAggregate([anEntry({ featureIdentifier: 'f' }, 1), anEntry({ featureName: 'f' }, 1), anEntry({ featureIdentifier: '', featureName: 'f' }, 1)]);

    expect(aggregate.toReport().metricsData.map(({ count }) => count)).toEqual([3]);
  });

  it('keeps values apart that read the same when joined', () => {
    const aggregate = anAggregate([anEntry({ featureIdentifier: 'a', variationIdentifier: '1:b' }, 1), anEntry({ featureIdentifier: 'a1:', variationIdentifier: 'b' }, 1)]);

    expect(aggregate.toReport().metricsData).toHaveLength(2);
  });

  it('keeps types of metrics apart', () => {
    const entry = anEntry({ featureName: 'f' }, 1);

    expect(anAggregate([entry, { ...entry, metricsType: 'OTHER' }]).toReport().metricsData).toHaveLength(2);
  });

  it('tells how many evaluations a count cannot hold any more', () => {
    const aggregate = anAggregate([anEntry({ featureName: 'f' }, Number.MAX_SAFE_INTEGER - 1)]);

    const givenUp = aggregate.add(aReport([anEntry({ featureName: 'f' }, 5)]));

    expect(givenUp).toEqual({ evaluations: 4, targets: 0 });
    expect(aggregate.toReport().metricsData[0]?.count).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('knows its size without being encoded, never too small and hardly too large', () => {
    const entries = Array.from({ length: 200 }, (_, i) => anEntry({ featureIdentifier: `flag "${i}"`, variationIdentifier: 'grün', SDK_LANGUAGE: '\u0001', SDK_VERSION: '\ud800' }, i + 1));
    const aggregate = anAggregate(entries, [...targets('Zürich'), ...targets('Rome')]);

    const { metricsData, targetData } = aggregate.toReport();
    const encoded = Buffer.byteLength(JSON.stringify([...metricsData, ...targetData]));

    expect(aggregate.bytes).toBeGreaterThanOrEqual(encoded - '[]'.length);
    expect(aggregate.bytes).toBeLessThan(encoded * 1.15);
  });

  it('has the size 0 when empty', () => {
    expect(new ReportAggregate().bytes).toBe(0);
    expect(new ReportAggregate().split(1000).parts).toEqual([]);
  });
});

function targets(city: string): MetricsReport['targetData'] {
  return Array.from({ length: 50 }, (_, i) => ({ identifier: `target-${i}`, name: 'Åse', attributes: [{ key: 'city', value: city }] }));
}

function anAggregate(metricsData: readonly MetricsEntry[], targetData: MetricsReport['targetData'] = []): ReportAggregate {
  const aggregate = new ReportAggregate();
  aggregate.add({ metricsData, targetData });
  return aggregate;
}

function aReport(metricsData: readonly MetricsEntry[]): MetricsReport {
  return { metricsData, targetData: [] };
}

function anEntry(attributes: Readonly<Record<string, string>>, count: number): MetricsEntry {
  return { attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })), count, metricsType: 'FFMETRICS', timestamp: 1000 };
}
