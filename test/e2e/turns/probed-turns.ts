import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RelayProcess } from '../../support/relay-process.js';
import { until } from '../../support/until.js';

export interface Turns {
  /** The longest turn of the event loop since the last time, in processor time. */
  readonly longestMs: number;
  /** What parsing 600 KB of ordinary JSON took just then. */
  readonly yardstickMs: number;
}

/** A relay as a process, which tells how long it kept everybody waiting at a time. */
export class ProbedTurns {
  #read = 0;

  private constructor(readonly relay: RelayProcess) {}

  static async start(env: Record<string, string>): Promise<ProbedTurns> {
    const relay = await RelayProcess.start({ ...env, NODE_OPTIONS: `--import=${resolve('test/e2e/turns/turn-probe.mjs')}` });
    const probed = new ProbedTurns(relay);
    await probed.turns();
    return probed;
  }

  /** What it fetches when its stream is open is behind it. */
  async untilCalm(): Promise<void> {
    await until(async () => (await (await fetch(`${this.relay.url}/health`)).text()).includes('"CONNECTED"'));
    await until(async () => {
      await this.turns();
      await delay(300);
      return (await this.turns()).longestMs < 8;
    }, 30_000);
  }

  /** Since the last time, or the start. */
  async turns(): Promise<Turns> {
    this.relay.signal('SIGUSR2');
    const found = await until(() => this.#printed()[this.#read]);
    this.#read += 1;
    return found;
  }

  #printed(): Turns[] {
    const lines = this.relay.output.join('').split('\n');
    return lines.filter((line) => line.startsWith('{"turns"')).map((line) => (JSON.parse(line) as { turns: Turns }).turns);
  }
}
