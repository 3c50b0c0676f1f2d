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

/** What was announced last of one flag or group: its deletion, if that was of late, and what came after it. */
export class RecentItem {
  private constructor(
    readonly deleted: Told | undefined,
    readonly last: Told | undefined,
  ) {}

  /** Undefined when the change is a duplicate of what is known. A deletion counts for `maxAgeMs`, however often the item changes after it. */
  static after(known: RecentItem | undefined, change: ConfigurationChange, at: number, maxAgeMs: number): RecentItem | undefined {
    if (isDuplicate(known, change)) return undefined;
    if (change.event === 'delete') return new RecentItem(told(change, at), undefined);
    const deleted = known?.deleted;
    return new RecentItem(deleted && at - deleted.at <= maxAgeMs ? deleted : undefined, told(change, at));
  }

  /** What is known here happened after `older`. */
  behind(older: RecentItem): RecentItem {
    return new RecentItem(this.deleted ?? older.deleted, this.last);
  }

  get at(): number {
    return (this.last ?? this.deleted)?.at ?? 0;
  }

  /**
   * With the deletion before what came after it, whatever their versions: SDKs drop a version that is not higher than the one they
   * hold, and that may be of a life whose end was lost. Both at one time, so that they are replayed together.
   */
  get frames(): readonly RecentFrame[] {
    const { deleted, last } = this;
    if (!last) return deleted ? [deleted] : [];
    return deleted ? [{ frame: deleted.frame, at: last.at }, last] : [last];
  }
}

function isDuplicate(known: RecentItem | undefined, { event, version, isCorrection = false }: ConfigurationChange): boolean {
  if (!known || isCorrection) return false;
  if (event === 'delete') return !known.last;
  return known.last !== undefined && version !== 0 && known.last.change.version >= version;
}

function told(change: ConfigurationChange, at: number): Told {
  return { change, at, frame: eventFrame(change) };
}
