/**
 * Replaces a whole list and tells what that changed, item by item.
 * @param {import('./item-list.mjs').ItemList} list
 * @param {readonly (object | string)[] | null} sources
 * @returns {{ event: 'create' | 'patch' | 'delete', item: import('./types.mjs').HeldItem }[]}
 */
export function replaceItems(list, sources) {
  const before = list.items;
  list.replace(sources);
  const gone = before.filter(({ identifier }) => list.find(identifier) === undefined);
  const known = new Map(before.map((item) => [item.identifier, item.json]));
  const changed = list.items.filter(({ identifier, json }) => known.get(identifier) !== json);
  return [
    ...gone.map((item) => ({ event: /** @type {const} */ ('delete'), item })),
    ...changed.map((item) => ({ event: known.has(item.identifier) ? /** @type {const} */ ('patch') : /** @type {const} */ ('create'), item })),
  ];
}
