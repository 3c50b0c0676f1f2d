/** The JSON text of a list, part by part. */
export function* listParts<Item>(items: readonly Item[], textOf: (item: Item) => string): Generator<string, void, undefined> {
  yield '[';
  for (const [index, item] of items.entries()) yield index === 0 ? textOf(item) : `,${textOf(item)}`;
  yield ']';
}
