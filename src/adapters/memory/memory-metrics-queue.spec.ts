import fc from 'fast-check';
import { describeMetricsQueueContract } from '../../../test/contract/metrics-queue.contract.js';
import { Log } from '../../kernel/log.js';
import type { MetricsEntry } from '../../kernel/metrics-report.js';
import type { MetricsBatch } from '../../ports/metrics-queue.port.js';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { MemoryMetricsQueue } from './memory-metrics-queue.js';

describeMetricsQueueContract('MemoryMetricsQueue', async () => aQueue().queue);

describe('a full MemoryMetricsQueue', () => {
  it('counts and logs the evaluations it has no room for', async () => {
    const { queue, metrics, warnings } = aQueue(1000);

    await queue.append('env-1', { metricsData: Array.from({ length: 100 }, (_, i) => anEntry(`flag-${i}`, 5)), targetData: [] });

    const kept = countOf(await queue.take(100_000));
    expect(kept).toBeGreaterThan(0);
    expect(kept + (await droppedBy(metrics))).toBe(500);
    expect(warnings).toEqual([{ fields: { reason: 'bound', evaluations: 500 - kept, targets: 0 }, message: 'SDK metrics were given up' }]);
  });

  it('still adds counts to the entries it holds', async () => {
    const { queue, metrics } = aQueue(1000);
    await queue.append('env-1', { metricsData: Array.from({ length: 100 }, (_, i) => anEntry(`flag-${i}`, 1)), targetData: [] });
    const dropped = await droppedBy(metrics);

    await queue.append('env-1', { metricsData: [anEntry('flag-0', 7)], targetData: [] });

    expect(await droppedBy(metrics)).toBe(dropped);
    expect(countOf(await queue.take(100_000))).toBe(100 - dropped + 7);
  });

  it('counts what is taken and not settled into its bound', async () => {
    const { queue, metrics } = aQueue(200);
    await queue.append('env-1', { metricsData: [anEntry('dark-mode', 1)], targetData: [] });
    const [batch] = await queue.take(100_000);

    await queue.append('env-1', { metricsData: [anEntry('banner', 2)], targetData: [] });
    expect(await droppedBy(metrics)).toBe(2);

    await batch?.settle();
    await queue.append('env-1', { metricsData: [anEntry('banner', 4)], targetData: [] });
    expect(countOf(await queue.take(100_000))).toBe(4);
  });

  it('gives up targets rather than counts', async () => {
    const { queue, metrics, warnings } = aQueue(1000);
    const targetData = Array.from({ length: 100 }, (_, i) => ({ identifier: `target-${i}`, name: '', attributes: [] }));

    await queue.append('env-1', { metricsData: [], targetData });
    await queue.append('env-1', { metricsData: [anEntry('dark-mode', 5)], targetData: [] });

    expect(await droppedBy(metrics)).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(countOf(await queue.take(100_000))).toBe(5);
  });
});

describe('a MemoryMetricsQueue', () => {
  it('slims an entry that is too large for a post down to its key', async () => {
    const { queue } = aQueue();
    const entry = anEntry('dark-mode', 5);
    const large = { ...entry, attributes: [...entry.attributes, { key: 'featureValue', value: 'x'.repeat(5000) }] };

    await queue.append('env-1', { metricsData: [large], targetData: [{ identifier: 'bob', name: 'Bob', attributes: [{ key: 'a', value: 'x'.repeat(5000) }] }] });

    const [batch] = await queue.take(1000);
    expect(batch?.report).toEqual({ metricsData: [entry], targetData: [{ identifier: 'bob', name: 'Bob', attributes: [] }] });
  });

  it('counts an entry whose key alone is too large for a post', async () => {
    const { queue, metrics } = aQueue();

    await queue.append('env-1', { metricsData: [anEntry('x'.repeat(5000), 5)], targetData: [] });

    expect(await queue.take(1000)).toEqual([]);
    expect(await droppedBy(metrics)).toBe(5);
  });

  it('shows the size of what waits and of what is taken', async () => {
    const { queue, metrics } = aQueue();
    const backlog = async () => (await metrics.metricsBacklogBytes.get()).values[0]?.value;

    await queue.append('env-1', { metricsData: [anEntry('dark-mode', 5)], targetData: [] });
    const waiting = await backlog();
    const [batch] = await queue.take(100_000);
    const taken = await backlog();
    await batch?.settle();

    expect(waiting).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(batch?.report.metricsData)) - '[]'.length);
    expect(taken).toBe(waiting);
    expect(await backlog()).toBe(0);
  });

  it('loses and invents no count, whatever is appended, taken, settled and released', async () => {
    const entries = fc.array(
      fc.record({ flag: fc.constantFrom('a', 'b', 'ä', 'a"b', '1:a'), count: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(2 ** 52)) }),
      { maxLength: 5 },
    );
    const targets = fc.array(fc.record({ identifier: fc.constantFrom('bob', 'ann'), name: fc.string(), attributes: fc.constant([]) }), { maxLength: 3 });
    const anyStep = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), environment: fc.constantFrom('env-1', 'env-2'), entries, targets }),
      fc.record({ kind: fc.constant('take' as const), maxBytes: fc.integer({ min: 100, max: 1000 }) }),
      fc.record({ kind: fc.constantFrom('settle' as const, 'release' as const), which: fc.nat(10) }),
    );

    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), fc.constantFrom(300, 1200, 1_000_000), async (steps, bound) => {
        const { queue, metrics } = aQueue(bound);
        const open: MetricsBatch[] = [];
        let sent = 0n;
        let settled = 0n;

        for (const step of steps) {
          if (step.kind === 'append') {
            const metricsData = step.entries.map(({ flag, count }) => anEntry(flag, count));
            sent += exactCountOf(metricsData);
            await queue.append(step.environment, { metricsData, targetData: step.targets });
          } else if (step.kind === 'take') {
            const taken = await queue.take(step.maxBytes);
            for (const { report } of taken) expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThanOrEqual(step.maxBytes);
            open.push(...taken);
          } else {
            const [batch] = open.splice(step.which, 1);
            if (step.kind === 'settle') settled += exactCountOf(batch?.report.metricsData ?? []);
            await batch?.[step.kind]();
          }
          expect((await metrics.metricsBacklogBytes.get()).values[0]?.value ?? 0).toBeLessThanOrEqual(bound);
        }

        open.push(...(await queue.take(1_000_000)));
        const left = exactCountOf(open.flatMap(({ report }) => report.metricsData));
        const dropped = await droppedBy(metrics);
        if (dropped < Number.MAX_SAFE_INTEGER) expect(settled + left + BigInt(dropped)).toBe(sent);
        else expect(settled + left).toBeLessThan(sent);

        for (const batch of open) await batch.settle();
        expect((await metrics.metricsBacklogBytes.get()).values[0]?.value ?? 0).toBe(0);
      }),
    );
  });
});

interface Warning {
  readonly fields: object;
  readonly message: string;
}

function aQueue(maxBytes?: number): { queue: MemoryMetricsQueue; metrics: RelayMetrics; warnings: Warning[] } {
  const warnings: Warning[] = [];
  class WarningsLog extends Log {
    debug(): void {}
    info(): void {}
    warn(fields: object, message: string): void {
      warnings.push({ fields, message });
    }
    error(): void {}
  }
  const metrics = new RelayMetrics();
  return { queue: new MemoryMetricsQueue(new WarningsLog(), metrics, maxBytes), metrics, warnings };
}

function anEntry(flag: string, count: number): MetricsEntry {
  return { attributes: [{ key: 'featureIdentifier', value: flag }], count, metricsType: 'FFMETRICS', timestamp: 1_700_000_000_000 };
}

function countOf(batches: readonly MetricsBatch[]): number {
  return Number(exactCountOf(batches.flatMap(({ report }) => report.metricsData)));
}

function exactCountOf(entries: readonly MetricsEntry[]): bigint {
  return entries.reduce((sum, { count }) => sum + BigInt(count), 0n);
}

async function droppedBy(metrics: RelayMetrics): Promise<number> {
  return (await metrics.metricsDropped.get()).values.reduce((sum, { value }) => sum + value, 0);
}
