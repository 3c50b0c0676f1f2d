import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificates } from './certificates.js';
import { freePort } from './free-port.js';
import { until } from './until.js';

interface RedisServerOptions {
  readonly options?: readonly string[];
  readonly port?: number;
  readonly tls?: Certificates;
}

/** A real redis-server in a process of its own, on loopback, with nothing on disk that outlives it. */
export class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'redis-'));
  readonly #options: readonly string[];
  #child: ChildProcess | undefined;
  #output = '';
  #isPaused = false;

  private constructor(
    readonly port: number,
    options: readonly string[],
    private readonly readyText: string,
    files: Readonly<Record<string, string>>,
  ) {
    for (const [name, text] of Object.entries({ 'redis.conf': '', ...files })) writeFileSync(join(this.#folder, name), text);
    this.#options = [join(this.#folder, 'redis.conf'), '--bind', '127.0.0.1', '--dir', this.#folder, '--save', '', ...options];
  }

  /** A port that was free a moment ago, and that of a Cluster's bus above it, may be somebody's by now: then there is another try. */
  static async start(wanted: RedisServerOptions = {}): Promise<RedisServer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await RedisServer.#start(wanted);
      } catch (error) {
        if (wanted.port !== undefined || attempt === 5 || !String(error).includes('Address already in use')) throw error;
      }
    }
  }

  static async #start({ options = [], port, tls }: RedisServerOptions): Promise<RedisServer> {
    const ownPort = port ?? (await freePort());
    const ports = tls ? ['--port', '0', '--tls-port', String(ownPort)] : ['--port', String(ownPort)];
    const server = new RedisServer(ownPort, [...ports, ...(tls ? tlsOptions(tls) : []), ...options], 'Ready to accept connections', tls ? { 'own.key': tls.key, 'own.pem': tls.cert } : {});
    await server.boot();
    return server;
  }

  /** A sentinel that watches the master on this port, alone: it decides by itself, after a second. */
  static async startSentinel(masterPort: number, more = ''): Promise<RedisServer> {
    const port = await freePort();
    const config = [
      `sentinel monitor main 127.0.0.1 ${masterPort} 1`,
      'sentinel down-after-milliseconds main 1000',
      'sentinel failover-timeout main 3000',
      more,
      '',
    ].join('\n');
    const server = new RedisServer(port, ['--port', String(port), '--sentinel'], '+monitor', { 'redis.conf': config });
    await server.boot();
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get isAnswering(): boolean {
    return this.#isUp && !this.#isPaused;
  }

  get #isUp(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it, also again after `kill`: then it is empty, unless its options keep what it holds in its folder. */
  async boot(): Promise<void> {
    this.#output = '';
    this.#isPaused = false;
    const child = spawn('redis-server', this.#options, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#child = child;
    await until(() => child.exitCode !== null || this.#output.includes(this.readyText));
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${this.#output}`);
  }

  /** From now on it answers nobody, while its connections stay open. */
  pause(): void {
    this.#isPaused = true;
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#isPaused = false;
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || !this.#isUp) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** What a server that was killed has on disk is lost. */
  erase(): void {
    rmSync(join(this.#folder, 'appendonlydir'), { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Relative names: a server works in its folder. */
function tlsOptions(tls: Certificates): string[] {
  return ['--tls-auth-clients', 'no', '--tls-key-file', 'own.key', '--tls-cert-file', 'own.pem', '--tls-ca-cert-file', tls.caFile];
}
