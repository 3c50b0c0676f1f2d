import { Injectable } from '@nestjs/common';
import type { RelayChange } from '../../kernel/changes.js';
import { Log } from '../../kernel/log.js';
import type { EventBusPort } from '../../ports/event-bus.port.js';

type Listener = (change: RelayChange) => void | Promise<void>;

/** The bus of a single node: publishing is delivering. */
@Injectable()
export class MemoryEventBus implements EventBusPort {
  readonly #listeners = new Set<Listener>();
  #delivering: Promise<void> = Promise.resolve();

  constructor(private readonly log: Log) {}

  publish(change: RelayChange): Promise<void> {
    this.#delivering = this.#delivering.then(() => this.#deliver(change));
    return this.#delivering;
  }

  follow(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #deliver(change: RelayChange): Promise<void> {
    for (const listener of this.#listeners) {
      try {
        await listener(change);
      } catch (error) {
        this.log.error({ err: error, event: change.event, domain: change.domain }, 'a follower of the event bus failed');
      }
    }
  }
}
