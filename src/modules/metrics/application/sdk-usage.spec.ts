import type { MetricsEntry } from '../../../kernel/metrics-report.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { SdkUsage } from './sdk-usage.js';

describe('the usage of SDKs', () => {
  let metrics: RelayMetrics;
  let usage: SdkUsage;

  beforeEach(() => {
    metrics = new RelayMetrics();
    usage = new SdkUsage(metrics);
  });

  it('counts entries by environment and SDK', async () => {
    usage.count('env-1', [anEntry('go', 'server', '0.2.0'), anEntry('go', 'server', '0.2.0'), anEntry('python', 'server', '1.7.3')]);
    usage.count('env-2', [anEntry('go', 'server', '0.2.0')]);

    expect(await series(metrics)).toEqual([
      { labels: { envID: 'env-1', sdk_language: 'go', sdk_type: 'server', sdk_version: '0.2.0' }, value: 2 },
      { labels: { envID: 'env-1', sdk_language: 'python', sdk_type: 'server', sdk_version: '1.7.3' }, value: 1 },
      { labels: { envID: 'env-2', sdk_language: 'go', sdk_type: 'server', sdk_version: '0.2.0' }, value: 1 },
    ]);
  });

  it('has empty labels where the SDK tells nothing', async () => {
    usage.count('env-1', [{ ...anEntry('', '', ''), attributes: [] }]);

    expect(await series(metrics)).toEqual([{ labels: { envID: 'env-1', sdk_language: '', sdk_type: '', sdk_version: '' }, value: 1 }]);
  });

  it('limits the form of what comes from outside', async () => {
    usage.count('env-1', [anEntry('.NET', 'a\n"b"', 'x'.repeat(1000))]);

    expect((await series(metrics))[0]?.labels).toEqual({ envID: 'env-1', sdk_language: '.NET', sdk_type: 'a__b_', sdk_version: 'x'.repeat(64) });
  });

  it('limits the number of series without losing a count', async () => {
    for (let version = 0; version < 5000; version += 1) usage.count('env-1', [anEntry('go', 'server', `${version}`)]);
    for (let environment = 0; environment < 5000; environment += 1) usage.count(`made-up-${environment}`, [anEntry('go', 'server', '0.2.0')]);

    const all = await series(metrics);

    expect(all.length).toBe(2002);
    expect(all.reduce((sum, { value }) => sum + value, 0)).toBe(10_000);
    expect(all).toContainEqual({ labels: { envID: 'env-1', sdk_language: 'other', sdk_type: 'other', sdk_version: 'other' }, value: 3000 });
    expect(all).toContainEqual({ labels: { envID: 'other', sdk_language: 'other', sdk_type: 'other', sdk_version: 'other' }, value: 5000 });
  });
});

async function series(metrics: RelayMetrics): Promise<readonly { labels: object; value: number }[]> {
  return (await metrics.sdkUsage.get()).values.map(({ labels, value }) => ({ labels, value }));
}

function anEntry(language: string, type: string, version: string): MetricsEntry {
  const attributes = { SDK_LANGUAGE: language, SDK_TYPE: type, SDK_VERSION: version };
  return { attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })), count: 5, metricsType: 'FFMETRICS', timestamp: 1000 };
}
