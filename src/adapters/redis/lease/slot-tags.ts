import { keySlot } from './key-slot.js';

const slots = 16_384;

/** For each slot a short text that hashes to it: as a tag it places a key beside any other of the slot, whatever braces that one holds. */
export function slotTags(): readonly string[] {
  const tags = new Map<number, string>();
  for (let next = 0; tags.size < slots; next++) {
    const tag = next.toString(36);
    const slot = keySlot(tag);
    if (!tags.has(slot)) tags.set(slot, tag);
  }
  return Array.from({ length: slots }, (_, slot) => tags.get(slot) ?? '');
}
