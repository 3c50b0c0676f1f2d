import { RelayProcess } from '../support/relay-process.js';
import type { TcpRelay } from '../support/tcp-relay.js';
import { until } from '../support/until.js';

interface NodeHealth {
  readonly configStatus?: { readonly state: string };
  readonly streamStatus?: { readonly state: string };
}

/** One relay of a fleet: a process that can be stopped, ended and started again on its port, with its own way to Redis. */
export class FleetNode {
  #relay: RelayProcess | undefined;
  /** Counts what was done to it: a request that began in one epoch and ended in another may fail. */
  epoch = 0;
  isUp = false;

  constructor(
    readonly name: string,
    readonly url: string,
    /** What every connection of this node to Redis goes through. */
    readonly redis: TcpRelay,
    private readonly env: Record<string, string>,
  ) {}

  get process(): RelayProcess {
    if (!this.#relay) throw new Error(`${this.name} was never started`);
    return this.#relay;
  }

  /** Resolves once it is ready, or without waiting when `ready` is false. */
  async start({ ready = true, env = {} }: { readonly ready?: boolean; readonly env?: Record<string, string> } = {}): Promise<void> {
    this.#relay = await RelayProcess.start({ ...this.env, ...env }, { ready });
    this.epoch++;
    this.isUp = ready;
  }

  async untilReady(timeoutMs?: number): Promise<void> {
    await this.process.untilReady(timeoutMs);
    this.isUp = true;
  }

  pause(): void {
    this.#down();
    this.process.signal('SIGSTOP');
  }

  resume(): void {
    this.process.signal('SIGCONT');
    this.epoch++;
    this.isUp = true;
  }

  async kill(): Promise<void> {
    this.#down();
    // What is stopped takes no other signal than this one.
    await this.process.stop('SIGKILL');
  }

  async stop(): Promise<number | null> {
    this.#down();
    return this.process.stop('SIGTERM');
  }

  /** Another process, which is told by Redis all that it knows. Resolves once SDKs may stream from it. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
    await this.untilStream('CONNECTED');
  }

  async end(): Promise<void> {
    if (this.#relay && !this.#relay.hasEnded) await this.kill();
    this.redis.release();
    await this.redis.stop();
  }

  async health(): Promise<NodeHealth> {
    return (await (await fetch(`${this.url}/health`)).json()) as NodeHealth;
  }

  async untilStream(state: 'CONNECTED' | 'DISCONNECTED', timeoutMs = 40_000): Promise<void> {
    await until(async () => (await this.health()).streamStatus?.state === state, timeoutMs).catch((cause: unknown) => {
      throw new Error(`${this.name} does not say ${state}: ${this.process.output.join('').slice(-3_000)}`, { cause });
    });
  }

  /** How often it has logged this. */
  logged(message: string): number {
    return this.process.output.join('').split(`"msg":"${message}"`).length - 1;
  }

  #down(): void {
    this.isUp = false;
    this.epoch++;
  }
}
