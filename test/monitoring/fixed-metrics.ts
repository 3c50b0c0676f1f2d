import { readFileSync } from 'node:fs';

export type NodeRole = 'primary' | 'replica';

export interface FixedMetric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly buckets: readonly string[];
  readonly hasSamplesOn: readonly NodeRole[];
}

const nodes: Readonly<Record<string, readonly NodeRole[]>> = { both: ['primary', 'replica'], primary: ['primary'], replica: ['replica'], '-': [] };

/** The rows of the table that dashboards rely on. */
export function fixedMetrics(): readonly FixedMetric[] {
  const rows = readFileSync('test/fixtures/prometheus/fixed-metrics.md', 'utf8').split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => {
    const [name = '', type = '', labels = '', buckets = '', hasSamplesOn = ''] = row.split('|').slice(1).map((cell) => cell.trim());
    return { name: words(name)[0] ?? '', type, labels: words(labels), buckets: words(buckets), hasSamplesOn: nodes[hasSamplesOn] ?? [] };
  });
}

function words(cell: string): readonly string[] {
  return cell.replaceAll('`', '').split(' ').filter(Boolean);
}
