import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { until } from './until.js';

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A real nginx with the configuration that operators of a fleet are offered, in front of two nodes. */
export class Balancer {
  readonly url: string;
  readonly #folder: string;
  readonly #child: ChildProcess;
  #output = '';

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    this.#child = spawn('nginx', [...this.#arguments, '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  static async start([one, two]: readonly [string, string]): Promise<Balancer> {
    const folder = mkdtempSync(join(tmpdir(), 'balancer-'));
    // Its workers are another user.
    chmodSync(folder, 0o755);
    const port = await freePort();
    const text = readFileSync('docker/nginx/balancer.conf', 'utf8')
      .replaceAll('replica-1:7000', new URL(one).host)
      .replaceAll('replica-2:7000', new URL(two).host)
      .replace('listen 7000', `listen 127.0.0.1:${port}`)
      .replace('/tmp/nginx.pid', join(folder, 'nginx.pid'))
      .replace('http {', `http { ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}`);
    writeFileSync(join(folder, 'nginx.conf'), text);
    const balancer = new Balancer(folder, port);
    await until(async () => {
      if (balancer.#child.exitCode !== null) throw new Error(`nginx ended: ${balancer.#output}`);
      return fetch(`${balancer.url}/health/live`);
    }).catch(async (error: unknown) => {
      await balancer.stop();
      throw error;
    });
    return balancer;
  }

  /** What nginx complained of. */
  get output(): string {
    return this.#output;
  }

  /** The exit code of nginx asked about its configuration. */
  async check(): Promise<number | null> {
    const check = spawn('nginx', ['-t', ...this.#arguments], { stdio: 'ignore' });
    await once(check, 'exit');
    return check.exitCode;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #arguments(): readonly string[] {
    return ['-p', this.#folder, '-c', join(this.#folder, 'nginx.conf')];
  }
}
