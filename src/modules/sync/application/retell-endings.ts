import { Injectable } from '@nestjs/common';
import type { ConfigurationChange, PastChange, RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { SdkStreams } from '../../streaming/index.js';
import { withWhatBeganAnew } from '../domain/with-what-began-anew.js';
import { EnvironmentLanes } from './environment-lanes.js';
import { FirstHand } from './first-hand.js';

/** With what began anew behind each, the bus holds not many more. */
const mostRetold = 400;

/**
 * Sees to it that whoever starts finds on the bus what went of late. A store that lost its data has lost that as well, and what a
 * node that did not lead found out by itself was never there: without it an SDK that was between two streams keeps what has gone.
 * What a former leader wrote and did not live to tell is told as the news that it is.
 */
@Injectable()
export class RetellEndings {
  constructor(
    private readonly bus: EventBusPort,
    private readonly lanes: EnvironmentLanes,
    private readonly readModel: ReadModel,
    private readonly firstHand: FirstHand,
    private readonly streams: SdkStreams,
    private readonly log: Log,
  ) {}

  /** Never rejects: a bus that cannot be read is looked at again when it is found again, and after each whole fetch. */
  async execute(): Promise<void> {
    try {
      if (this.firstHand.isWhole) await this.#retell(await this.bus.history());
      const untold = this.firstHand.isWhole ? await this.bus.untold() : [];
      for (const environment of new Set(untold.map((change) => change.environment))) await this.#tell(environment);
    } catch (error) {
      this.log.debug({ err: error }, 'it is not known which deletions the bus holds');
    }
  }

  /** In the lane of its environment: there a deletion that is just being written has been published. */
  async #tell(environment: EnvironmentId): Promise<void> {
    const published = await this.lanes.run(environment, async () => {
      const untold = await this.bus.untold(environment);
      if (!this.firstHand.covers(environment)) return [];
      for (const { domain, identifier } of untold) this.log.info({ domain, environment, identifier }, 'a deletion is told that was written and maybe not told');
      const news = withWhatBeganAnew(untold.map(pastOf), (id) => this.readModel.environment(id)?.config);
      return news.map(({ change }) => this.bus.publish(change));
    });
    await Promise.all(published);
  }

  /** Only by a memory that is the truth: what a former leader began anew, and this node knows nothing of, has not gone. */
  async #retell(history: readonly RelayChange[]): Promise<void> {
    if (!this.firstHand.isWhole) return;
    const known = new Set(history.flatMap((change) => (change.event === 'delete' ? [nameOf(change)] : [])));
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
