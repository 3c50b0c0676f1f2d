import type { ConfigurationChange } from '../../../kernel/changes.js';
import { eventFrame } from './event-frame.js';
import { RecentChanges, type RecentFrame } from './recent-changes.js';
import type { SdkStream } from './sdk-stream.js';

const maxReplayedItems = 200;

/** Clocks of the nodes that issue and read tokens may differ by this much. */
const clockGraceMs = 5_000;

/** Streams written to before other work gets its turn. */
const batchSize = 500;

const maxWriteBytes = 1200;

/** The streams of one environment, and its recent changes. Every stream gets the same events in the same order. */
export class EnvironmentStreams {
  readonly streams = new Set<SdkStream>();
  readonly #recent: RecentChanges | undefined;
  readonly #evict: (stream: SdkStream) => void;
  #frames: Buffer[] = [];
  #pumping = false;

  constructor(replayMs: number, evict: (stream: SdkStream) => void) {
    this.#recent = replayMs > 0 ? new RecentChanges({ maxItems: maxReplayedItems, maxAgeMs: replayMs }) : undefined;
    this.#evict = evict;
  }

  /** False when the change has been announced before. */
  deliver(change: ConfigurationChange, now: number): boolean {
    if (this.#recent && !this.#recent.add(change, now)) return false;
    if (this.streams.size === 0) return true;
    this.#frames.push(eventFrame(change));
    if (!this.#pumping) this.#pump();
    return true;
  }

  /** Recent changes since a token was issued (Unix seconds; 0 or a time to come: unknown, so all). */
  missedSince(issuedAt: number, now: number): readonly RecentFrame[] {
    const recent = this.#recent?.frames(now) ?? [];
    const since = issuedAt * 1000 > now ? 0 : issuedAt * 1000 - clockGraceMs;
    return recent[0] && recent[0].at < since ? recent.filter((frame) => frame.at >= since) : recent;
  }

  /** One round writes the events gathered so far to every stream; what arrives meanwhile waits for the next round. */
  #pump(): void {
    const next = this.#frames.length > 0 ? this.#takeGroup() : undefined;
    this.#pumping = next !== undefined;
    if (next) this.#writeBatches(next, this.streams.values());
  }

  #writeBatches(bytes: Buffer, remaining: Iterator<SdkStream>): void {
    const now = performance.now();
    for (let written = 0; written < batchSize; written++) {
      const { value: stream, done } = remaining.next();
      if (done) {
        if (this.#frames.length > 0) setImmediate(() => this.#pump());
        else this.#pumping = false;
        return;
      }
      if (!stream.send(bytes, now)) this.#evict(stream);
    }
    setImmediate(() => this.#writeBatches(bytes, remaining));
  }

  #takeGroup(): Buffer {
    let count = 0;
    let size = 0;
    for (const frame of this.#frames) {
      if (count > 0 && size + frame.length > maxWriteBytes) break;
      count++;
      size += frame.length;
    }
    const group = this.#frames.splice(0, count);
    return group.length === 1 && group[0] ? group[0] : Buffer.concat(group);
  }
}
