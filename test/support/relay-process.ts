import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** The built relay as an operator starts it: a process of its own with environment variables. RELAY_DIST names another build than dist/. */
export class RelayProcess {
  readonly url: string;
  readonly output: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
  }

  /** Resolves once it is ready, or without waiting when `ready` is false. */
  static async start(env: Record<string, string>, { ready = true }: { ready?: boolean } = {}): Promise<RelayProcess> {
    const port = Number(env['PORT'] ?? (await freePort()));
    const main = resolve(process.env['RELAY_DIST'] ?? 'dist', 'main.js');
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'] ?? '', AUTH_SECRET: 'a-secret-for-tests-only', SHUTDOWN_DELAY: '1.5', ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const relay = new RelayProcess(child, port);
    if (ready) await relay.#untilReadyOrEnd();
    return relay;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async untilReady(timeoutMs = 60_000): Promise<void> {
    await until(async () => {
      if (this.#child.exitCode !== null) throw new Error(`the relay ended: ${this.output.join('')}`);
      return (await fetch(`${this.url}/health/ready`)).ok;
    }, timeoutMs);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The exit code, once it has ended. */
  async ended(): Promise<number | null> {
    if (!this.hasEnded) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.signal(signal);
    return this.ended();
  }

  // One that never gets ready must not outlive its test.
  async #untilReadyOrEnd(): Promise<void> {
    try {
      await this.untilReady();
    } catch (error) {
      await this.stop('SIGKILL');
      throw error;
    }
  }
}
