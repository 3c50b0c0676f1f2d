import { LRUCache } from 'lru-cache';

const firstPauseMs = 1_000;
const longestPauseMs = 8_000;
const mostRemembered = 10_000;

/** A deletion takes no longer from the data to the event about it, and whoever hears that is to read nothing. */
const deletingMs = 1_000;

interface Loaded {
  readonly token: string;
  readonly revisions: string;
  readonly pauseMs: number;
  readonly at: number;
  /** When this was seen for the first time. */
  readonly since: number;
}

/**
 * Parts whose token and data do not go together: a failover lost one of them, or another make hashes in its own way. They are
 * loaded again once a second, and less often the longer nothing comes of it.
 */
export class DoubtedLoads {
  readonly #loaded = new LRUCache<string, Loaded>({ max: mostRemembered });

  /** Whether a load may bring more than the last one did, which saw this token and left what is held now. */
  isDue(name: string, token: string, revisions: readonly string[]): boolean {
    const last = this.#loaded.get(name);
    if (last?.token !== token || last.revisions !== revisions.join(' ')) return true;
    const now = performance.now();
    return now - last.at >= last.pauseMs || (token === '' && revisions.length === 0 && now - last.since < deletingMs);
  }

  /** A load was made after this token was seen, and left these revisions; several may wait for the same one. */
  note(name: string, token: string, revisions: readonly string[]): void {
    if (!this.isDue(name, token, revisions)) return;
    const text = revisions.join(' ');
    const last = this.#loaded.get(name);
    const isSame = last?.token === token && last.revisions === text;
    const at = performance.now();
    const pauseMs = isSame && at - last.since >= deletingMs ? Math.min(longestPauseMs, last.pauseMs * 2) : firstPauseMs;
    this.#loaded.set(name, { token, revisions: text, at, pauseMs, since: isSame ? last.since : at });
  }
}
