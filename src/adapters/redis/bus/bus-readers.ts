import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { RedisConnections } from '../redis-connections.js';
import type { BusEntry } from './bus-entry.js';
import { busStreams } from './bus-streams.js';
import { StreamReader, type StreamAudience } from './stream-reader.js';

const { changes, control } = busStreams;

/** Who hears what both streams bring. */
interface BusAudience {
  readonly change: (entry: BusEntry) => Promise<void>;
  readonly state: (entry: BusEntry) => Promise<void>;
  /** Changes may have been missed. Whoever missed a state hears the next heartbeat. */
  readonly missed: () => void;
  readonly silent: () => void;
}

/** The two streams of the bus, each read on a connection of its own. */
export class BusReaders {
  readonly #changes: StreamReader;
  readonly #control: StreamReader;

  constructor(connections: RedisConnections, metrics: RelayMetrics, { change, state, missed, silent }: BusAudience) {
    const counted = (stream: string): Pick<StreamAudience, 'connected' | 'lost'> => ({
      connected: () => metrics.busSubscriptions.inc({ topic: stream }),
      lost: () => metrics.busReceived.inc({ topic: stream, error: 'stream_disconnect' }),
    });
    this.#changes = new StreamReader(connections, changes, 'ff-relay-events', { entry: change, missed, silent, ...counted(changes) });
    this.#control = new StreamReader(connections, control, 'ff-relay-control', { entry: state, missed: () => undefined, silent: () => undefined, ...counted(control) });
  }

  /** Up to where all changes have been handed on. States are heard from before that on: what is read then may change at once. */
  async position(): Promise<string | undefined> {
    const [last] = await Promise.all([this.#changes.position(), this.#control.position()]);
    return last;
  }

  stop(): void {
    this.#changes.stop();
    this.#control.stop();
  }
}
