import { Injectable } from '@nestjs/common';
import { Log } from '../../../kernel/log.js';
import { CachePort } from '../../../ports/cache.port.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { RelayState } from '../../../read-model/relay-state.js';

const retryMs = 1_000;

/** Tells every node, and the cache for those that start later, how this node's stream to SaaS is; while it leads, until it is written. */
@Injectable()
export class TellStreamState {
  #again: NodeJS.Timeout | undefined;
  #isUnwritten = false;

  constructor(
    private readonly cache: CachePort,
    private readonly bus: EventBusPort,
    private readonly state: RelayState,
    private readonly log: Log,
  ) {}

  execute(): void {
    clearTimeout(this.#again);
    const interrupted = [...this.state.interrupted.keys()];
    const stream = { ...this.state.stream, ...(interrupted.length > 0 && { interrupted }) };
    this.cache.writeStreamState(stream).then(
      () => (this.#isUnwritten = false),
      (error: unknown) => this.#failed(error),
    );
    void this.bus.publishStreamState(stream);
  }

  /** Others let no SDK stream before they have heard. Logged once, however long it takes. */
  #failed(error: unknown): void {
    if (!this.#isUnwritten) this.log.warn({ err: error }, 'the stream state could not be written');
    this.#isUnwritten = true;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.state.isLeading && this.execute(), retryMs).unref();
  }
}
