const commaBytes = 1;

/** The size of an item in a list of a post: JSON in UTF-8, with its comma. */
export function itemBytes(item: object): number {
  return Buffer.byteLength(JSON.stringify(item)) + commaBytes;
}
