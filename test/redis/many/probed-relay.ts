import { resolve } from 'node:path';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';

/** Since the last time, or since the relay made its first connection. */
export interface Probe {
  readonly maxMs: number;
  readonly p99Ms: number;
  /** The most processor time from one look to the next, which come between turns. */
  readonly turnMs: number;
  readonly rssMb: number;
  readonly peakMb: number;
  readonly heapMb: number;
  readonly cpuMs: number;
}

/** A relay as a process, which tells how long it took to start, how late its event loop was, and its memory. */
export class ProbedRelay {
  #read = 0;
  #startMs = 0;

  private constructor(readonly relay: RelayProcess) {}

  /** From its call until it could be asked for all environments. */
  get startMs(): number {
    return this.#startMs;
  }

  static async start(env: Record<string, string>): Promise<ProbedRelay> {
    const startedAt = performance.now();
    const relay = await RelayProcess.start({ ...env, NODE_OPTIONS: `--import=${resolve('test/redis/many/loop-probe.mjs')}` }, { ready: false });
    const probed = new ProbedRelay(relay);
    try {
      await relay.untilReady(240_000);
    } catch (error) {
      await relay.stop('SIGKILL');
      throw error;
    }
    probed.#startMs = Math.round(performance.now() - startedAt);
    return probed;
  }

  async streamState(): Promise<string | undefined> {
    const { streamStatus } = (await (await fetch(`${this.relay.url}/health`)).json()) as { streamStatus?: { state: string } };
    return streamStatus?.state;
  }

  async untilConnected(): Promise<void> {
    await until(async () => (await this.streamState()) === 'CONNECTED', 240_000);
  }

  async probe(): Promise<Probe> {
    this.relay.signal('SIGUSR2');
    const line = await until(() => this.#probes()[this.#read], 60_000);
    this.#read += 1;
    return line;
  }

  #probes(): Probe[] {
    return this.relay.output.join('').split('\n').filter((line) => line.startsWith('{"probe"')).map((line) => (JSON.parse(line) as { probe: Probe }).probe);
  }
}
