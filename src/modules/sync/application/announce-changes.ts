import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { RelayChange } from '../../../kernel/changes.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { SdkStreams } from '../../streaming/index.js';

/** Tells this node's SDK streams what the bus says has changed. */
@Injectable()
export class AnnounceChanges implements OnModuleInit, OnModuleDestroy {
  #unfollow: (() => void) | undefined;

  constructor(
    private readonly bus: EventBusPort,
    private readonly streams: SdkStreams,
  ) {}

  onModuleInit(): void {
    this.#unfollow = this.bus.follow({
      resume: async () => undefined,
      past: () => undefined,
      change: (change) => this.#announce(change),
      streamState: () => undefined,
    });
  }

  onModuleDestroy(): void {
    this.#unfollow?.();
  }

  #announce(change: RelayChange): void {
    if (change.domain !== 'proxy') {
      this.streams.deliver(change);
      return;
    }
    if (change.event === 'environmentsAdded') {
      for (const environment of change.environments) this.streams.begin(environment);
    }
    if (change.event === 'environmentsRemoved') {
      for (const environment of change.environments) this.streams.closeEnvironment(environment, 'environment removed');
    }
    if (change.event === 'apiKeyRemoved') this.streams.closeKey(change.environment, change.authKey, 'key removed');
  }
}
