import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { nextPauseMs } from '../../../modules/sync/domain/pause.js';
import type { UpstreamMessage, UpstreamStream } from '../../../ports/saas-client.port.js';

/** Who is told what becomes of the stream of one environment. */
export interface StreamListener {
  opened(environment: EnvironmentId): Promise<void>;
  message(message: UpstreamMessage): Promise<void>;
  /** The stream broke, or could not be opened: it is tried again. */
  lost(environment: EnvironmentId, fault: Error): Promise<void>;
}

/** The stream of one environment, opened again whenever it is lost, until it is closed. */
export class EnvironmentStream {
  readonly #environment: EnvironmentId;
  readonly #open: () => Promise<UpstreamStream>;
  readonly #listener: StreamListener;
  readonly #pollIntervalMs: number;
  readonly #closing = new AbortController();
  #stream: UpstreamStream | undefined;

  constructor(environment: EnvironmentId, open: () => Promise<UpstreamStream>, listener: StreamListener, pollIntervalMs: number) {
    this.#environment = environment;
    this.#open = open;
    this.#listener = listener;
    this.#pollIntervalMs = pollIntervalMs;
  }

  close(): void {
    this.#closing.abort();
    this.#stream?.close();
  }

  /** Resolves once it is closed. */
  async run(): Promise<void> {
    for (let failures = 0; !this.#isClosed; ) {
      const heldMs = await this.#follow();
      if (this.#isClosed) return;
      // A stream that held is tried again at once; one that breaks off early must not make a loop of attempts.
      failures = heldMs > this.#pollIntervalMs ? 0 : failures + 1;
      if (heldMs > 0 && failures <= 1) continue;
      const pauseMs = nextPauseMs({ failures, pollIntervalMs: this.#pollIntervalMs, served: false });
      await delay(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Milliseconds for which the stream was open. */
  async #follow(): Promise<number> {
    let openedAt: number | undefined;
    try {
      this.#stream = await this.#open();
      if (this.#isClosed) this.#stream.close();
      openedAt = performance.now();
      await this.#listener.opened(this.#environment);
      for await (const message of this.#stream.messages) await this.#listener.message(message);
    } catch (error) {
      if (!this.#isClosed) await this.#listener.lost(this.#environment, error instanceof Error ? error : new Error(String(error)));
    }
    return openedAt === undefined ? 0 : performance.now() - openedAt;
  }
}
