import type { ConfigurationChange } from '../../../kernel/changes.js';
import { eventFrame } from './event-frame.js';

/** An event that may be replayed, with the time it happened (Unix milliseconds). */
export interface RecentFrame {
  readonly frame: Buffer;
  readonly at: number;
}

interface Recent {
  readonly deleted: RecentFrame | undefined;
  readonly last: (RecentFrame & { readonly version: number }) | undefined;
  /** The highest version ever announced before `last`: SDKs drop a version that is not higher than the one they hold. */
  readonly top: number;
}

/**
 * The last event of each flag and group of one environment that changed recently, for SDKs that missed it between two
 * streams. Bounded by count and age; oldest first.
 */
export class RecentChanges {
  readonly #maxItems: number;
  readonly #maxAgeMs: number;
  readonly #byItem = new Map<string, Recent>();
  #frames: readonly RecentFrame[] | undefined;
  #droppedAt = 0;

  constructor(limits: { readonly maxItems: number; readonly maxAgeMs: number }) {
    this.#maxItems = limits.maxItems;
    this.#maxAgeMs = limits.maxAgeMs;
  }

  /** When the latest change happened that had to make room for others (Unix milliseconds); 0: none had to. */
  get droppedAt(): number {
    return this.#droppedAt;
  }

  /** False for a duplicate: its version is not higher than the one announced last. A version of 0 tells nothing, and so is always news, as is a correction. */
  add(change: ConfigurationChange, now: number): boolean {
    const item = `${change.domain} ${change.identifier}`;
    const known = this.#byItem.get(item);
    const next = change.event === 'delete' ? afterDelete(known, change, now) : afterUpdate(known, change, now);
    if (!next) return false;
    this.#byItem.delete(item);
    this.#byItem.set(item, next);
    this.#frames = undefined;
    this.#prune(now);
    return true;
  }

  /** What to replay, in order: for an item deleted and created again both events, where the SDK would not take the second alone. */
  frames(now: number): readonly RecentFrame[] {
    this.#prune(now);
    return (this.#frames ??= [...this.#byItem.values()].flatMap(framesOf));
  }

  #prune(now: number): void {
    for (const [item, recent] of this.#byItem) {
      const at = (recent.last ?? recent.deleted)?.at ?? 0;
      const isOld = now - at > this.#maxAgeMs;
      if (this.#byItem.size <= this.#maxItems && !isOld) return;
      if (!isOld) this.#droppedAt = at;
      this.#byItem.delete(item);
      this.#frames = undefined;
    }
  }
}

function afterDelete(known: Recent | undefined, change: ConfigurationChange, at: number): Recent | undefined {
  if (known && !known.last && !change.isCorrection) return undefined;
  // A deletion without a version tells nothing about the versions SDKs hold: whatever follows needs it before itself.
  const deletedVersion = change.version === 0 && !known ? Infinity : change.version;
  return { deleted: { frame: eventFrame(change), at }, last: undefined, top: Math.max(deletedVersion, known?.top ?? 0, known?.last?.version ?? 0) };
}

function afterUpdate(known: Recent | undefined, change: ConfigurationChange, at: number): Recent | undefined {
  const { version, isCorrection = false } = change;
  if (known?.last && version !== 0 && !isCorrection && known.last.version >= version) return undefined;
  return { deleted: known?.deleted, last: { frame: eventFrame(change), at, version }, top: known?.top ?? 0 };
}

function framesOf({ deleted, last, top }: Recent): RecentFrame[] {
  if (!last) return deleted ? [deleted] : [];
  return deleted && last.version <= top ? [{ frame: deleted.frame, at: last.at }, last] : [last];
}
