import { MemoryMetricsQueue } from '../../../adapters/memory/memory-metrics-queue.js';
import type { RelayConfig } from '../../../config/relay-config.js';
import { Log } from '../../../kernel/log.js';
import type { MetricsBatch } from '../../../ports/metrics-queue.port.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { InvalidMetrics } from '../domain/invalid-metrics.js';
import { AcceptMetrics } from './accept-metrics.js';
import { SdkUsage } from './sdk-usage.js';

describe('accepting metrics', () => {
  it('queues a post in normal form and counts its entries', async () => {
    const { accept, taken, usage } = anAcceptor();
    const attributes = [
      { key: 'featureIdentifier', value: 'f1' },
      { key: 'target', value: null },
    ];

    await accept.execute('env-1', [{ metricsData: [{ count: 2, timestamp: 1000, metricsType: 'FFMETRICS', attributes }], targetData: [{ identifier: 'bob' }, {}] }]);

    expect((await taken()).map(({ environment, report }) => ({ environment, report }))).toEqual([
      {
        environment: 'env-1',
        report: {
          metricsData: [{ attributes: [{ key: 'featureIdentifier', value: 'f1' }, { key: 'target', value: '' }], count: 2, metricsType: 'FFMETRICS', timestamp: 1000 }],
          targetData: [{ identifier: 'bob', name: 'bob', attributes: [] }],
        },
      },
    ]);
    expect(await usage()).toBe(1);
  });

  it('queues nothing for a post without content', async () => {
    const { accept, taken } = anAcceptor();

    await accept.execute('env-1', [{}]);
    await accept.execute('env-1', [{ metricsData: [{}], targetData: [{}] }]);

    expect(await taken()).toEqual([]);
  });

  it('takes 10,000 entries and 100,000 targets whole', async () => {
    const { accept, taken, usage } = anAcceptor();
    const metricsData = Array.from({ length: 10_000 }, (_, i) => ({ count: 3, attributes: [{ key: 'featureIdentifier', value: `f${i}` }] }));
    const targetData = Array.from({ length: 100_000 }, (_, i) => ({ identifier: `target-${i}`, name: 'Target', attributes: [] }));

    await accept.execute('env-1', [{ metricsData, targetData }]);

    const reports = (await taken()).map(({ report }) => report);
    expect(reports.reduce((sum, report) => sum + report.metricsData.length, 0)).toBe(10_000);
    expect(reports.reduce((sum, report) => sum + report.targetData.length, 0)).toBe(100_000);
    expect(await usage()).toBe(10_000);
  });

  it('takes nothing of a post that is refused', async () => {
    const { accept, taken, usage } = anAcceptor();
    const tooDeep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const targetData = Array.from({ length: 3000 }, (_, i) => ({ identifier: `target-${i}`, attributes: [{ key: 'k', value: i === 2999 ? tooDeep : '' }] }));

    await expect(accept.execute('env-1', [{ metricsData: [{ count: 1 }], targetData }])).rejects.toThrow(InvalidMetrics);
    await expect(accept.execute('env-1', [{ metricsData: [{ count: 1 }, { count: -1 }] }])).rejects.toThrow(InvalidMetrics);
    await expect(accept.execute('env-1', [{ metricsData: [{ count: 1 }] }, { metricsData: [{ count: -1 }] }])).rejects.toThrow(InvalidMetrics);

    expect(await taken()).toEqual([]);
    expect(await usage()).toBe(0);
  });

  it('counts and queues nothing when posting is off', async () => {
    const { accept, taken, usage } = anAcceptor(0);

    await accept.execute('env-1', [{ metricsData: [{ count: 2 }] }]);

    expect(await taken()).toEqual([]);
    expect(await usage()).toBe(1);
  });
});

class SilentLog extends Log {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

function anAcceptor(postIntervalMs = 60_000): { accept: AcceptMetrics; taken: () => Promise<readonly MetricsBatch[]>; usage: () => Promise<number> } {
  const metrics = new RelayMetrics();
  const queue = new MemoryMetricsQueue(new SilentLog(), metrics);
  const config: Pick<RelayConfig, 'metrics'> = { metrics: { postIntervalMs, flushBytes: 1_000_000 } };
  return {
    accept: new AcceptMetrics(queue, new SdkUsage(metrics), config),
    taken: () => queue.take(1_000_000),
    usage: async () => (await metrics.sdkUsage.get()).values.reduce((sum, { value }) => sum + value, 0),
  };
}
