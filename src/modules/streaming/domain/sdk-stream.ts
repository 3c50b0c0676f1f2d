import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import { keepAliveFrame } from './event-frame.js';
import type { RecentFrame } from './recent-item.js';

/** Where the bytes of a stream go; an HTTP response in the product. */
export interface StreamOutput {
  readonly writableLength: number;
  write(bytes: Buffer): boolean;
  end(): void;
  destroy(): void;
}

export interface StreamOwner {
  readonly environment: EnvironmentId;
  readonly key: AuthKeyHash;
}

/**
 * SDKs parse each chunk by itself and drop one that starts with a comment, so an event keeps this distance to a keep-alive:
 * enough that neither Node nor a reverse proxy joins them.
 */
const distanceMs = 100;

/** Whole events may share a write up to this size; beyond it TCP might split one. */
const maxWriteBytes = 1200;

const paceMs = 20;

/** Each replayed event costs the SDK a request. */
const replayPaceMs = 100;

/** Unsent bytes at which a reader counts as too slow. */
const maxUnsentBytes = 64 * 1024;

/** A keep-alive is due when nothing was sent for this long; looked at once in `keepAliveRoundMs`. */
const quietMs = 6_500;

/** One open SDK stream: keeps events in order, whole, and apart from keep-alives. */
export class SdkStream {
  readonly owner: StreamOwner;
  readonly #output: StreamOutput;
  #replay: readonly RecentFrame[];
  #replayed = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastWriteAt = 0;
  #lastKeepAliveAt = 0;

  constructor(owner: StreamOwner, output: StreamOutput, replay: readonly RecentFrame[]) {
    this.owner = owner;
    this.#output = output;
    this.#replay = replay;
  }

  /** Sends the first sign of life, on which SDKs stop polling, and then what the SDK may have missed. */
  open(now: number): void {
    this.#keepAlive(now);
    if (this.#replay.length > 0) this.#drainIn(distanceMs);
  }

  /** False when the reader is too slow to be kept. `bytes` holds one or more whole events. */
  send(bytes: Buffer, now: number): boolean {
    if (this.#timer === undefined) {
      const wait = this.#lastKeepAliveAt + distanceMs - now;
      if (wait <= 0) {
        this.#write(bytes, now);
        return this.#output.writableLength <= maxUnsentBytes;
      }
      this.#drainIn(wait);
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    return this.#waitingBytes + this.#output.writableLength <= maxUnsentBytes;
  }

  keepAliveIfQuiet(now: number): void {
    // Behind bytes that are stuck it would arrive together with what follows.
    if (this.#timer === undefined && this.#output.writableLength === 0 && now - this.#lastWriteAt >= quietMs) this.#keepAlive(now);
  }

  /** The SDK sees the end of the response and reconnects, or polls. */
  end(): void {
    this.forget();
    this.#output.end();
  }

  destroy(): void {
    this.forget();
    this.#output.destroy();
  }

  /** Stops everything that is still to be sent; for a connection that is gone. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#replay = [];
  }

  #drainIn(ms: number): void {
    this.#timer = setTimeout(() => this.#drain(), Math.max(1, Math.ceil(ms)));
  }

  #drain(): void {
    this.#timer = undefined;
    // A replay goes no faster than it is read.
    const group = this.#output.writableLength > maxUnsentBytes / 2 ? [] : this.#nextGroup();
    if (group.length > 0) this.#write(group.length === 1 && group[0] ? group[0] : Buffer.concat(group), performance.now());
    if (this.#replayed < this.#replay.length) this.#drainIn(replayPaceMs);
    else if (this.#waiting.length > 0) this.#drainIn(paceMs);
    else this.#replay = [];
  }

  /** The next whole events that fit into one write: first those of the replay, then those that arrived meanwhile. */
  #nextGroup(): Buffer[] {
    const group: Buffer[] = [];
    let size = 0;
    for (let next = this.#peek(); next && (size === 0 || size + next.length <= maxWriteBytes); next = this.#peek()) {
      group.push(next);
      size += next.length;
      this.#advance(next);
    }
    return group;
  }

  #peek(): Buffer | undefined {
    return this.#replay[this.#replayed]?.frame ?? this.#waiting[0];
  }

  #advance(taken: Buffer): void {
    if (this.#replayed < this.#replay.length) {
      this.#replayed++;
      return;
    }
    this.#waiting.shift();
    this.#waitingBytes -= taken.length;
  }

  #keepAlive(now: number): void {
    this.#write(keepAliveFrame, now);
    this.#lastKeepAliveAt = now;
  }

  #write(bytes: Buffer, now: number): void {
    this.#lastWriteAt = now;
    this.#output.write(bytes);
  }
}
