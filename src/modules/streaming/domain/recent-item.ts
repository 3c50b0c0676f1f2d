import type { ConfigurationChange } from '../../../kernel/changes.js';
import { eventFrame } from './event-frame.js';

/** An event that may be replayed, with the time it happened (Unix milliseconds). */
export interface RecentFrame {
  readonly frame: Buffer;
  readonly at: number;
}

interface Told extends RecentFrame {
  readonly change: ConfigurationChange;
}

/** What was announced last of one flag or group. */
export class RecentItem {
  constructor(
    readonly deleted: Told | undefined,
    readonly last: Told | undefined,
    /** The highest version ever announced before `last`: SDKs drop a version that is not higher than the one they hold. */
    readonly top: number,
  ) {}

  /** Undefined when the change is a duplicate of what is known. */
  static after(known: RecentItem | undefined, change: ConfigurationChange, at: number): RecentItem | undefined {
    return change.event === 'delete' ? afterDelete(known, change, at) : afterUpdate(known, change, at);
  }

  /** What is known here happened after `older`. */
  behind(older: RecentItem): RecentItem {
    return new RecentItem(this.deleted ?? older.deleted, this.last, Math.max(this.top, older.highest));
  }

  get at(): number {
    return (this.last ?? this.deleted)?.at ?? 0;
  }

  /** Of all that was announced of it. */
  get highest(): number {
    return Math.max(this.top, this.last?.change.version ?? 0);
  }

  /** The deletion without which SDKs hold on to an item that has gone, or do not take the one that began anew. */
  get ending(): Told | undefined {
    const { deleted, last } = this;
    return deleted && (!last || last.change.version <= this.top) ? deleted : undefined;
  }

  get frames(): readonly RecentFrame[] {
    const { last, ending } = this;
    if (!last) return ending ? [ending] : [];
    return ending ? [{ frame: ending.frame, at: last.at }, last] : [last];
  }
}

function afterDelete(known: RecentItem | undefined, change: ConfigurationChange, at: number): RecentItem | undefined {
  if (known && !known.last && !change.isCorrection) return undefined;
  // A deletion without a version tells nothing about the versions SDKs hold: whatever follows needs it before itself.
  const version = change.version === 0 && !known ? Infinity : change.version;
  return new RecentItem(told(change, at), undefined, Math.max(version, known?.highest ?? 0));
}

function afterUpdate(known: RecentItem | undefined, change: ConfigurationChange, at: number): RecentItem | undefined {
  const { version, isCorrection = false } = change;
  if (known?.last && version !== 0 && !isCorrection && known.last.change.version >= version) return undefined;
  return new RecentItem(known?.deleted, told(change, at), known?.top ?? 0);
}

function told(change: ConfigurationChange, at: number): Told {
  return { change, at, frame: eventFrame(change) };
}
