import { Injectable } from '@nestjs/common';
import type { ConfigurationChange, PastChange } from '../../../kernel/changes.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { withWhatBeganAnew } from '../domain/with-what-began-anew.js';

/** The bus holds not many more. */
const mostRetold = 500;

/**
 * Sees to it that whoever starts finds on the bus what went of late. A store that lost its data has lost that as well, and what a
 * node that did not lead found out by itself was never there: without it an SDK that was between two streams keeps what has gone.
 */
@Injectable()
export class RetellEndings {
  constructor(
    private readonly bus: EventBusPort,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
  ) {}

  /** Rejects with CacheUnavailable when the bus cannot be read. */
  async execute(): Promise<void> {
    if (!this.state.isLeading) return;
    const history = await this.bus.history();
    const known = new Set(history.flatMap((change) => (change.event === 'delete' ? [nameOf(change)] : [])));
    if (!this.state.isLeading) return;
    const lost = this.streams.endings().filter((change) => !known.has(nameOf(change)));
    // From the look at memory on nothing is waited for: what is told of these items later comes behind this.
    const retold = withWhatBeganAnew(lost.slice(-mostRetold).map(pastOf), (id) => this.readModel.environment(id)?.config);
    await Promise.all(retold.map(({ change }) => this.bus.publish({ ...change, isRetold: true })));
  }
}

function nameOf({ domain, environment, identifier }: ConfigurationChange): string {
  return JSON.stringify([domain, environment, identifier]);
}

function pastOf(change: ConfigurationChange): PastChange {
  return { change: { domain: change.domain, event: change.event, environment: change.environment, identifier: change.identifier, version: change.version }, at: 0 };
}
