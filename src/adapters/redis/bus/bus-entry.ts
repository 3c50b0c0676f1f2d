/** One entry of a stream; `text` is its field `event`, undefined when it has none. */
export interface BusEntry {
  readonly id: string;
  readonly text: string | undefined;
}

/** The entries of an answer, whoever wrote them and with whatever fields. */
export function busEntriesIn(page: unknown): readonly BusEntry[] {
  return Array.isArray(page) ? page.flatMap(entryIn) : [];
}

function entryIn(entry: unknown): readonly BusEntry[] {
  if (!Array.isArray(entry)) return [];
  const [id, fields]: readonly unknown[] = entry;
  return typeof id === 'string' ? [{ id, text: eventIn(fields) }] : [];
}

function eventIn(fields: unknown): string | undefined {
  if (!Array.isArray(fields)) return undefined;
  const values: readonly unknown[] = fields;
  const text = values.find((_, index) => index % 2 === 1 && values[index - 1] === 'event');
  return typeof text === 'string' ? text : undefined;
}
