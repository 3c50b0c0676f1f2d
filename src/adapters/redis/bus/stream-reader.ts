import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { masterOf } from '../freshness/master-of.js';
import { reconnectDelayMs } from '../reconnect-delay.js';
import type { RedisClient } from '../redis-client.js';
import type { RedisConnections } from '../redis-connections.js';
import { busEntriesIn, type BusEntry } from './bus-entry.js';
import { busStreams } from './bus-streams.js';
import { isBefore } from './entry-id.js';
import { SilenceWatch } from './silence-watch.js';
import { mayHaveMissed, streamPlace } from './stream-place.js';

/** Redis may be half-open: nothing blocks for longer, so that its silence shows. */
const blockMs = 2_000;
const pageSize = 200;
const firstWaitMs = 3_000;

/** Who hears what is read. */
export interface StreamAudience {
  /** Every entry in order, each once the one before it was dealt with. */
  entry(entry: BusEntry): Promise<void>;
  /** Entries may have been missed, before those that come from now on. */
  missed(): void;
  /** Redis has been silent for seconds. Ends with `missed`. */
  silent(): void;
  connected(): void;
  lost(): void;
}

/** Reads one stream to its end and waits there, on a connection of its own, from the last entry that was there when it began. */
export class StreamReader {
  readonly #stopped = new AbortController();
  readonly #client: RedisClient;
  readonly #begun: Promise<void>;
  readonly #silence: SilenceWatch;
  #position: string | undefined;
  #mayHaveMissed = false;
  #master: string | undefined;

  constructor(
    private readonly connections: RedisConnections,
    private readonly stream: string,
    name: string,
    private readonly audience: StreamAudience,
  ) {
    this.#client = connections.reader(name);
    this.#silence = new SilenceWatch(() => audience.silent());
    // What the client repeats by itself after a break shows nowhere else.
    this.#client.on('close', () => this.#doubt());
    this.#client.on('ready', () => audience.connected());
    this.#begun = this.#begin().catch(() => undefined);
    void this.#run();
  }

  /** Up to where everything has been handed on; undefined when Redis has not been reached yet, which is waited for only once. */
  async position(): Promise<string | undefined> {
    await this.#begun;
    return this.#position;
  }

  stop(): void {
    this.#stopped.abort();
    this.#silence.stop();
    this.connections.close(this.#client);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    await this.#begun;
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.#step();
        failures = 0;
      } catch {
        if (signal.aborted) return;
        if (failures === 0) this.audience.lost();
        this.#doubt();
        failures += 1;
        await delay(reconnectDelayMs(failures), undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #begin(): Promise<void> {
    const ready = once(this.#client, 'ready', { signal: AbortSignal.timeout(firstWaitMs) }).catch(() => undefined);
    await this.#locate();
    await ready;
  }

  #doubt(): void {
    this.#mayHaveMissed = this.#position !== undefined;
  }

  async #locate(): Promise<void> {
    const { lastId } = await streamPlace(this.connections, this.stream);
    this.#position = lastId;
  }

  async #step(): Promise<void> {
    if (this.#position === undefined) return this.#locate();
    const position = this.#position;
    this.#silence.waits();
    const entries = await this.#read(position);
    // Looked at after the read: what is trimmed in between was read.
    const place = await streamPlace(this.connections, this.stream);
    const wasSilent = this.#silence.answered();
    if (wasSilent || this.#isElsewhere() || this.#mayHaveMissed || mayHaveMissed(position, place, busStreams.maxLength)) {
      this.#mayHaveMissed = false;
      this.audience.missed();
    }
    for (const entry of entries) await this.audience.entry(entry);
    const last = entries.at(-1)?.id ?? position;
    this.#position = isBefore(place.lastId, last) ? place.lastId : last;
  }

  /** After a break it does not block: whoever missed something is to know at once. */
  async #read(position: string): Promise<readonly BusEntry[]> {
    const answer = this.#mayHaveMissed
      ? await this.#client.xread('COUNT', pageSize, 'STREAMS', this.stream, position)
      : await this.#client.xread('COUNT', pageSize, 'BLOCK', blockMs, 'STREAMS', this.stream, position);
    return busEntriesIn(answer?.[0]?.[1]);
  }

  /** After a failover the new master may lack what the old one had. */
  #isElsewhere(): boolean {
    const before = this.#master;
    this.#master = masterOf(this.#client, this.stream);
    return before !== undefined && before !== this.#master;
  }
}
