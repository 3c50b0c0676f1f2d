import { Injectable } from '@nestjs/common';
import { Log } from '../../../kernel/log.js';
import { CachePort } from '../../../ports/cache.port.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { RelayState } from '../../../read-model/relay-state.js';

/** Tells every node, and the cache for those that start later, how this node's stream to SaaS is. */
@Injectable()
export class TellStreamState {
  constructor(
    private readonly cache: CachePort,
    private readonly bus: EventBusPort,
    private readonly state: RelayState,
    private readonly log: Log,
  ) {}

  execute(): void {
    const interrupted = [...this.state.interrupted.keys()];
    const stream = { ...this.state.stream, ...(interrupted.length > 0 && { interrupted }) };
    this.cache.writeStreamState(stream).catch((error: unknown) => this.log.warn({ err: error }, 'the stream state could not be written'));
    void this.bus.publishStreamState(stream);
  }
}
