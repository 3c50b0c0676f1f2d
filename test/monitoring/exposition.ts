export interface Sample {
  /** With the suffix of a histogram's parts. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a node exposes, read as Prometheus reads it. */
export class Exposition {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];

  constructor(text: string) {
    const lines = text.split('\n').filter(Boolean);
    this.types = new Map(lines.filter((line) => line.startsWith('# TYPE ')).map((line) => [line.split(' ')[2] ?? '', line.split(' ')[3] ?? '']));
    this.samples = lines.filter((line) => !line.startsWith('#')).map(sampleIn);
  }

  static async of(url: string): Promise<Exposition> {
    return new Exposition(await (await fetch(`${url}/metrics`)).text());
  }

  /** The samples of a metric; those of a histogram without their suffix. */
  of(metric: string): readonly Sample[] {
    const suffixes = this.types.get(metric) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    return this.samples.filter(({ name }) => suffixes.some((suffix) => name === metric + suffix));
  }

  values(metric: string, label: string): readonly string[] {
    return [...new Set(this.of(metric).map(({ labels }) => labels[label] ?? ''))].toSorted();
  }

  /** The sum over all samples with these labels. */
  sum(name: string, wanted: Readonly<Record<string, string>> = {}): number {
    const matching = this.samples.filter((sample) => sample.name === name && Object.entries(wanted).every(([label, value]) => sample.labels[label] === value));
    return matching.reduce((sum, { value }) => sum + value, 0);
  }
}

function sampleIn(line: string): Sample {
  const [, name = '', , text = '', value = ''] = /^(\w+)(\{(.*)\})? (\S+)$/.exec(line) ?? [];
  const labels = Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', quoted = '']) => [label, quoted]));
  return { name, labels, value: Number(value) };
}
