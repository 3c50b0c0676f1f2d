import type { AuthKeyHash, ConfigItem } from '../../../kernel/configuration.js';
import type { Edit } from './recent-edits.js';

/** The items after the edits, new ones at the end; the very same array when nothing changed. */
export function editedItems(items: readonly ConfigItem[], edits: readonly Edit[]): readonly ConfigItem[] {
  const last = new Map(edits.map((edit) => [edit.identifier, edit]));
  const kept = items.flatMap((item) => {
    const edit = last.get(item.identifier);
    return edit === undefined ? [item] : edit.event === 'removed' ? [] : [edit.item ?? item];
  });
  const known = new Set(items.map(({ identifier }) => identifier));
  const added = [...last.values()].flatMap(({ event, item }) => (event === 'added' && item && !known.has(item.identifier) ? [item] : []));
  const isSame = kept.length === items.length && added.length === 0 && kept.every((item, index) => item === items[index]);
  return isSame ? items : [...kept, ...added];
}

/** The keys after the edits, in their order; the very same array when nothing changed. */
export function editedKeys(keys: readonly AuthKeyHash[], edits: readonly Edit[]): readonly AuthKeyHash[] {
  return edits.reduce((current, { event, identifier }) => {
    if (current.includes(identifier) === (event === 'added')) return current;
    return event === 'added' ? [...current, identifier] : current.filter((key) => key !== identifier);
  }, keys);
}
