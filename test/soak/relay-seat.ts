import { freePort } from '../support/free-port.js';
import { RelayProcess } from '../support/relay-process.js';
import { until } from '../support/until.js';

/** The place of one relay: an address that stays while processes come and go. */
export class RelaySeat {
  readonly url: string;
  readonly #env: Record<string, string>;
  #process: RelayProcess | undefined;
  #former = '';

  private constructor(
    readonly name: string,
    port: number,
    env: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#env = { ...env, PORT: String(port) };
  }

  static async take(name: string, env: Record<string, string>): Promise<RelaySeat> {
    return new RelaySeat(name, await freePort(), env);
  }

  /** What the last process and the one before it wrote. */
  get output(): string {
    return this.#former + (this.#process?.output.join('') ?? '');
  }

  async start(): Promise<void> {
    this.#former = this.#process?.output.join('') ?? '';
    this.#process = await RelayProcess.start(this.#env, { ready: false });
  }

  async untilReady(): Promise<void> {
    try {
      await until(async () => (await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(4_000) })).ok, 30_000);
    } catch (error) {
      throw new Error(`${this.name} does not get ready: ${this.output}`, { cause: error });
    }
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#process?.stop(signal);
  }

  pause(): void {
    this.#process?.signal('SIGSTOP');
  }

  resume(): void {
    this.#process?.signal('SIGCONT');
  }
}
