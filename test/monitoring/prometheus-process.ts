import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

interface ScrapeConfig {
  readonly scrape_configs: readonly { readonly job_name: string; readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
}

interface Rule {
  readonly name: string;
  readonly health: string;
  readonly state: string;
}

/** The real Prometheus with the product's configuration, but for its targets and its pace. */
export class PrometheusProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  #child: ChildProcess | undefined;

  private constructor(private readonly url: string) {}

  /** Scrapes these nodes every second. */
  static async start(targets: readonly string[]): Promise<PrometheusProcess> {
    const port = await freePort();
    const prometheus = new PrometheusProcess(`http://127.0.0.1:${port}`);
    await prometheus.#boot(port, targets);
    return prometheus;
  }

  /** How many series the query finds. Rejects when Prometheus does not understand it. */
  async count(query: string): Promise<number> {
    const { result } = await this.#ask<{ result: readonly unknown[] }>(`query?query=${encodeURIComponent(query)}`);
    return result.length;
  }

  async rules(): Promise<readonly Rule[]> {
    const { groups } = await this.#ask<{ groups: readonly { readonly rules: readonly Rule[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #boot(port: number, targets: readonly string[]): Promise<void> {
    const config = parse(readFileSync('docker/prometheus/prometheus.yaml', 'utf8')) as ScrapeConfig;
    const here = config.scrape_configs.map((job) => ({ ...job, static_configs: [{ targets }] }));
    writeFileSync(join(this.#folder, 'prometheus.yaml'), stringify({ ...config, global: { scrape_interval: '1s', evaluation_interval: '1s' }, scrape_configs: here }));
    copyFileSync('docker/prometheus/alerts.yaml', join(this.#folder, 'alerts.yaml'));
    const options = [`--config.file=${join(this.#folder, 'prometheus.yaml')}`, `--storage.tsdb.path=${join(this.#folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`];
    const child = spawn('prometheus', options, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`prometheus ended: ${output}`);
      return (await fetch(`${this.url}/-/ready`)).ok;
    }, 30_000);
  }

  async #ask<Data>(path: string): Promise<Data> {
    const answer = (await (await fetch(`${this.url}/api/v1/${path}`)).json()) as { status: string; error?: string; data: Data };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  }
}
