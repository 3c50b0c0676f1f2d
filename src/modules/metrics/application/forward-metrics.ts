import { Inject, Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import { Log } from '../../../kernel/log.js';
import { MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import { PostGathered } from './post-gathered.js';
import { retryDelay } from './retry-delay.js';

const shutdownMs = 4_000;

/**
 * Decides when gathered metrics are posted: every interval, as soon as enough has gathered, after a failure with growing
 * delays, and once more at shutdown, when the server has taken its last request. Never two runs at once.
 */
@Injectable()
export class ForwardMetrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWanted = false;
  #isStopped = false;
  #failures = 0;

  constructor(
    private readonly post: PostGathered,
    private readonly queue: MetricsQueuePort,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: Pick<RelayConfig, 'metrics'>,
  ) {
    this.#intervalMs = config.metrics.postIntervalMs;
  }

  onApplicationBootstrap(): void {
    if (this.#intervalMs === 0) return;

    this.queue.onGathered(this.config.metrics.flushBytes, () => this.#onGathered());
    this.#schedule(this.#intervalMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush(shutdownMs);
  }

  /** Posts what is left, trying again while time remains. Resolves at the deadline at the latest; nothing is posted on its own afterwards. */
  async flush(deadlineMs: number): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    if (this.#intervalMs === 0) return;

    const deadline = performance.now() + deadlineMs;
    await within(deadlineMs, this.#drain(deadline));
    if (this.post.unsettled > 0) this.log.warn({ evaluations: this.post.unsettled }, 'SDK metrics are left at shutdown');
  }

  async #drain(deadline: number): Promise<void> {
    await this.#running;
    for (let failures = 1; performance.now() < deadline; failures += 1) {
      if (await this.#attempt()) return;
      await pause(Math.min(retryDelay(failures, this.#intervalMs), deadline - performance.now()));
    }
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), delayMs);
    this.#timer.unref();
  }

  #onGathered(): void {
    if (this.#isStopped) return;

    if (this.#running) this.#isWanted = true;
    // While SaaS fails, the delay decides: a full backlog would have it hammered.
    else if (this.#failures === 0) this.#start();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#isStopped) return;
      // Enough may have gathered since the run looked for the last time.
      if (this.#isWanted && this.#failures === 0) this.#start();
      else this.#schedule(this.#nextDelay());
    });
  }

  async #run(): Promise<void> {
    do {
      this.#isWanted = false;
      this.#failures = (await this.#attempt()) ? 0 : this.#failures + 1;
    } while (this.#isWanted && this.#failures === 0 && !this.#isStopped);
  }

  #nextDelay(): number {
    if (this.#failures === 0) return this.#intervalMs;

    const delayMs = retryDelay(this.#failures, this.#intervalMs);
    this.log.warn({ failures: this.#failures, delayMs, evaluations: this.post.unsettled }, 'SDK metrics wait for another attempt');
    return delayMs;
  }

  async #attempt(): Promise<boolean> {
    try {
      return await this.post.execute();
    } catch (err) {
      this.log.error({ err }, 'SDK metrics cannot be taken from their queue');
      return false;
    }
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
