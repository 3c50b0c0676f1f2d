import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

/** A real nginx in front of relays, with the configuration that is offered to operators. */
export class Nginx {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #output: string[] = [];

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    child.stderr?.on('data', (chunk: Buffer) => this.#output.push(chunk.toString()));
  }

  static async start(relayUrls: readonly string[]): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
    // Its workers are another user.
    await chmod(folder, 0o755);
    const port = await freePort();
    const relays = relayUrls.map((url) => `server ${new URL(url).host};`).join(' ');
    await writeFile(join(folder, 'nginx.conf'), await configuration({ LISTEN: `127.0.0.1:${port}`, RELAYS: relays, RUN_DIR: folder }));
    const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const nginx = new Nginx(child, folder, port);
    try {
      await nginx.#untilListening();
    } catch (error) {
      await nginx.stop();
      throw error;
    }
    return nginx;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await ended;
    }
    await rm(this.#folder, { recursive: true });
  }

  async #untilListening(): Promise<void> {
    await until(async () => {
      if (this.#child.exitCode !== null) throw new Error(`nginx ended: ${this.#output.join('')}`);
      return fetch(`${this.url}/health/live`);
    });
  }
}

async function configuration(values: Readonly<Record<string, string>>): Promise<string> {
  const template = await readFile('docker/nginx/relay.conf.template', 'utf8');
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`\${${name}}`, value), template);
}
