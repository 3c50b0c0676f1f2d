import type { AuthKeyHash, ConfigItem } from '../../../kernel/configuration.js';
import type { Edit } from './recent-edits.js';

/** The items without the removed ones; the very same array when none was there. */
export function editedItems(items: readonly ConfigItem[], edits: readonly Edit[]): readonly ConfigItem[] {
  const removed = new Set(edits.flatMap(({ event, identifier }) => (event === 'removed' ? [identifier] : [])));
  return items.some((item) => removed.has(item.identifier)) ? items.filter((item) => !removed.has(item.identifier)) : items;
}

/** The keys after the edits, in their order; the very same array when nothing changed. */
export function editedKeys(keys: readonly AuthKeyHash[], edits: readonly Edit[]): readonly AuthKeyHash[] {
  return edits.reduce((current, { event, identifier }) => {
    if (current.includes(identifier) === (event === 'added')) return current;
    return event === 'added' ? [...current, identifier] : current.filter((key) => key !== identifier);
  }, keys);
}
