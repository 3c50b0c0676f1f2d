import { murmur3 } from './murmur3.js';

/** The targets that a target map lists by name. */
export interface TargetList {
  /** The number of the entry that lists the target. */
  readonly entries: ReadonlyMap<string, number>;
  /** Has the bits of every target in the list, so that most others need not be looked for. */
  readonly bits: number;
}

const maxTargetsWithBits = 64;

/** Long lists have all bits: nearly any target would find its own there. */
export function targetList(entries: ReadonlyMap<string, number>): TargetList {
  if (entries.size > maxTargetsWithBits) return { entries, bits: -1 };

  let bits = 0;
  for (const identifier of entries.keys()) bits |= bitsOf(identifier);
  return { entries, bits };
}

/** Two of 32 bits, or one, always the same for the same identifier. */
export function bitsOf(identifier: string): number {
  const hash = murmur3(identifier);
  return (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
}
