import type { ConfigurationChange, PastChange } from '../../../kernel/changes.js';
import { RecentItem, type RecentFrame } from './recent-item.js';

/**
 * The last event of each flag and group of one environment that changed recently, for SDKs that missed it between two
 * streams. Bounded by count and age; oldest first.
 */
export class RecentChanges {
  readonly #maxItems: number;
  readonly #maxAgeMs: number;
  readonly #byItem = new Map<string, RecentItem>();
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

  /** The deletions that still count: of what has gone, and of what began anew. */
  endings(now: number): readonly ConfigurationChange[] {
    this.#prune(now);
    return [...this.#byItem.values()].flatMap(({ deleted }) => (deleted && now - deleted.at <= this.#maxAgeMs ? deleted.change : []));
  }

  /** What was announced last of each item. */
  lastWords(now: number): readonly ConfigurationChange[] {
    this.#prune(now);
    return [...this.#byItem.values()].flatMap(({ last, deleted }) => (last ?? deleted)?.change ?? []);
  }

  /** False for a duplicate: its version is not higher than the one announced last. A version of 0 tells nothing, and so is always news, as is a correction. */
  add(change: ConfigurationChange, now: number): boolean {
    const item = nameOf(change);
    const next = RecentItem.after(this.#byItem.get(item), change, now, this.#maxAgeMs);
    if (!next) return false;
    this.#byItem.delete(item);
    this.#byItem.set(item, next);
    this.#frames = undefined;
    this.#prune(now);
    return true;
  }

  /** Takes in what happened before all that is known here. Gives what SDKs with open streams have to hear of it, in order. */
  precede(past: readonly PastChange[], now: number): readonly RecentFrame[] {
    const older = new Map<string, RecentItem>();
    for (const { change, at } of past) {
      const item = nameOf(change);
      const next = RecentItem.after(older.get(item), change, at, this.#maxAgeMs);
      if (next) older.set(item, next);
    }
    const merged = [...older].map(([item, before]) => {
      const known = this.#byItem.get(item);
      return { item, recent: known?.behind(before) ?? before, isNews: !known || (!known.deleted && before.deleted !== undefined) };
    });
    const others = [...this.#byItem].filter(([item]) => !older.has(item));
    const inOrder = [...merged.map(({ item, recent }) => [item, recent] as const), ...others].toSorted(([, one], [, other]) => one.at - other.at);
    this.#byItem.clear();
    for (const [item, recent] of inOrder) this.#byItem.set(item, recent);
    this.#frames = undefined;
    this.#prune(now);
    return merged.filter(({ isNews }) => isNews).flatMap(({ recent }) => recent.frames);
  }

  /** What to replay, in order: for an item deleted and created again both events. */
  frames(now: number): readonly RecentFrame[] {
    this.#prune(now);
    return (this.#frames ??= [...this.#byItem.values()].flatMap(({ frames }) => frames));
  }

  #prune(now: number): void {
    for (const [item, recent] of this.#byItem) {
      const isOld = now - recent.at > this.#maxAgeMs;
      if (this.#byItem.size <= this.#maxItems && !isOld) return;
      if (!isOld) this.#droppedAt = recent.at;
      this.#byItem.delete(item);
      this.#frames = undefined;
    }
  }
}

function nameOf({ domain, identifier }: ConfigurationChange): string {
  return `${domain} ${identifier}`;
}
