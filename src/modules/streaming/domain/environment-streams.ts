import type { ConfigurationChange, PastChange } from '../../../kernel/changes.js';
import { eventFrame } from './event-frame.js';
import { RecentChanges } from './recent-changes.js';
import type { RecentFrame } from './recent-item.js';
import type { SdkStream } from './sdk-stream.js';

const maxReplayedItems = 200;

/** Clocks of the nodes that issue and read tokens may differ by this much. */
const clockGraceMs = 5_000;

/** Streams written to before other work gets its turn. */
const batchSize = 500;

/** Complete events may share a write up to this size: beyond it TCP might split one. */
const maxWriteBytes = 1200;

/** Between two writes, so that neither Node nor the kernel joins them to something that is split elsewhere. */
const paceMs = 20;

/** Events that wait for their write. Beyond it the streams are dropped, and caught up when they come back. */
const maxWaitingFrames = 5_000;

interface WaitingFrame {
  readonly bytes: Buffer;
  readonly heardAt: number | undefined;
}

/** Whole events in one write, and when those were heard of that somebody told. */
interface FrameGroup {
  readonly bytes: Buffer;
  readonly heardAt: readonly number[];
}

/** The streams of one environment, and its recent changes. Every stream gets the same events in the same order. */
export class EnvironmentStreams {
  readonly streams = new Set<SdkStream>();
  readonly #recent: RecentChanges | undefined;
  readonly #replayMs: number;
  readonly #completeSince: number;
  readonly #evict: (stream: SdkStream) => void;
  readonly #written: (heardAt: number) => void;
  #frames: WaitingFrame[] = [];
  #pumping = false;

  /** `completeSince` (Unix milliseconds): changes before it are not known here. `written`: every stream has been written a change. */
  constructor(replayMs: number, completeSince: number, evict: (stream: SdkStream) => void, written: (heardAt: number) => void = () => undefined) {
    this.#replayMs = replayMs;
    this.#completeSince = completeSince;
    this.#recent = replayMs > 0 ? new RecentChanges({ maxItems: maxReplayedItems, maxAgeMs: replayMs }) : undefined;
    this.#evict = evict;
    this.#written = written;
  }

  /** What happened before all that is known here. Streams that are open hear of it as far as that can still make a difference. */
  remember(past: readonly PastChange[], now: number): void {
    this.#send((this.#recent?.precede(past, now) ?? []).map(({ frame }) => ({ bytes: frame, heardAt: undefined })));
  }

  /** The deletions that SDKs have to hear of who have missed them. */
  endings(now: number): readonly ConfigurationChange[] {
    return this.#recent?.endings(now) ?? [];
  }

  /** False when the change has been announced before. */
  deliver(change: ConfigurationChange, now: number): boolean {
    if (this.#recent && !this.#recent.add(change, now)) return false;
    this.#send([{ bytes: eventFrame(change), heardAt: change.heardAt }]);
    return true;
  }

  /** Tells a change that has been announced before once more. */
  repeat(change: ConfigurationChange): void {
    this.#send([{ bytes: eventFrame(change), heardAt: undefined }]);
  }

  repeatSince(at: number, now: number): void {
    this.#send((this.#recent?.frames(now) ?? []).filter((recent) => recent.at >= at).map(({ frame }) => ({ bytes: frame, heardAt: undefined })));
  }

  /** What was announced of late, of each item the last. */
  lastWords(now: number): readonly ConfigurationChange[] {
    return this.#recent?.lastWords(now) ?? [];
  }

  /**
   * What an SDK may have missed since its token was issued (Unix seconds; 0 or a time to come: unknown, so all). Where the
   * recent changes do not reach back far enough, `everything` is added.
   */
  missedSince(issuedAt: number, now: number, everything: () => readonly RecentFrame[]): readonly RecentFrame[] {
    if (!this.#recent) return [];
    const recent = this.#recent.frames(now);
    const issuedAtMs = issuedAt * 1000 > now ? 0 : issuedAt * 1000;
    const since = issuedAtMs - clockGraceMs;
    const missed = recent[0] && recent[0].at < since ? recent.filter((frame) => frame.at >= since) : recent;
    return this.#isShort(issuedAtMs, now) ? [...missed, ...everything()] : missed;
  }

  /** Whether changes after the token are unknown here. SDKs without a stream poll, so an old gap has closed by itself. */
  #isShort(issuedAtMs: number, now: number): boolean {
    const droppedAt = this.#recent?.droppedAt ?? 0;
    // The grain of `issuedAt` is a second.
    const isOlder = issuedAtMs + 1_000 <= this.#completeSince && now - this.#completeSince <= this.#replayMs;
    return isOlder || (issuedAtMs - clockGraceMs <= droppedAt && now - droppedAt <= this.#replayMs);
  }

  #send(frames: readonly WaitingFrame[]): void {
    if (this.streams.size === 0 || frames.length === 0) return;
    this.#frames.push(...frames);
    if (this.#frames.length > maxWaitingFrames) this.#evictAll();
    else if (!this.#pumping) this.#pump();
  }

  /** One round writes the events gathered so far to every stream; what arrives meanwhile waits for the next round. */
  #pump(): void {
    const next = this.#frames.length > 0 ? this.#takeGroup() : undefined;
    this.#pumping = next !== undefined;
    if (next) this.#writeBatches(next, this.streams.values());
  }

  #writeBatches(group: FrameGroup, remaining: Iterator<SdkStream>): void {
    const now = performance.now();
    for (let written = 0; written < batchSize; written++) {
      const { value: stream, done } = remaining.next();
      if (done) {
        for (const heardAt of group.heardAt) this.#written(heardAt);
        setTimeout(() => this.#pump(), paceMs);
        return;
      }
      if (!stream.send(group.bytes, now)) this.#evict(stream);
    }
    setImmediate(() => this.#writeBatches(group, remaining));
  }

  #evictAll(): void {
    this.#frames = [];
    for (const stream of [...this.streams]) this.#evict(stream);
  }

  #takeGroup(): FrameGroup {
    let count = 0;
    let size = 0;
    for (const { bytes } of this.#frames) {
      if (count > 0 && size + bytes.length > maxWriteBytes) break;
      count++;
      size += bytes.length;
    }
    const group = this.#frames.splice(0, count);
    const heardAt = group.flatMap((frame) => frame.heardAt ?? []);
    return { bytes: group.length === 1 && group[0] ? group[0].bytes : Buffer.concat(group.map(({ bytes }) => bytes)), heardAt };
  }
}
