import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Optional } from '@nestjs/common';
import { Log } from '../../kernel/log.js';
import type { LeadershipPort } from '../../ports/leadership.port.js';

const defaultRestartMs = 1_000;

/** The only node there is: it leads until it resigns, and begins anew when leading ends by itself. */
@Injectable()
export class AlwaysLeader implements LeadershipPort {
  readonly isCandidate = true;
  readonly #log: Log;
  readonly #restartMs: number;
  readonly #resigned = new AbortController();
  #leading: Promise<void> | undefined;

  constructor(log: Log, @Optional() restartMs: number = defaultRestartMs) {
    this.#log = log;
    this.#restartMs = restartMs;
  }

  campaign(lead: (lost: AbortSignal) => Promise<void>, granted: (othersLed: boolean) => void = () => undefined): void {
    this.#leading ??= this.#run(lead, granted);
  }

  async confirm(): Promise<void> {}

  async resign(): Promise<void> {
    this.#resigned.abort();
    await this.#leading;
  }

  async #run(lead: (lost: AbortSignal) => Promise<void>, granted: (othersLed: boolean) => void): Promise<void> {
    const { signal } = this.#resigned;
    while (!signal.aborted) {
      try {
        const led = lead(signal);
        granted(false);
        await led;
      } catch (err) {
        this.#log.error({ err }, 'leading failed');
      }
      await delay(this.#restartMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
