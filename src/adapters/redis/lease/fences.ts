import type { RedisConfig } from '../../../config/redis-config.js';
import { keySlot } from './key-slot.js';
import { slotTags } from './slot-tags.js';

/** The keys that hold the highest token which may write: one per place where a script can see it together with the data. */
export interface Fences {
  /** All of them, to be raised before a leader writes anything: one raised at the first write lets stale writes in before. */
  readonly all: readonly string[];
  /** The one beside a key. */
  of(key: string): string;
}

/** In a Cluster a script sees one slot only, so each slot has a fence; elsewhere one will do. */
export function fencesOf(mode: RedisConfig['mode']): Fences {
  if (mode !== 'cluster') {
    const only = 'ffproxy:fence';
    return { all: [only], of: () => only };
  }
  const all = slotTags().map((tag) => `ffproxy:fence:{${tag}}`);
  return { all, of: (key) => all[keySlot(key)] ?? '' };
}
