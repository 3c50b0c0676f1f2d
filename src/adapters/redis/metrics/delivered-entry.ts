/** An entry of the stream as it was handed to this node. `text` is absent when the entry has no field `event`. */
export interface DeliveredEntry {
  readonly id: string;
  readonly text?: string;
  /** How often it was handed to somebody. */
  readonly deliveries: number;
}

/** The entries in an answer of Redis: each an id, a flat list of fields and values, and perhaps the number of deliveries. */
export function deliveredEntries(answer: unknown): readonly DeliveredEntry[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((item: unknown) => {
    const [id, fields, deliveries]: unknown[] = Array.isArray(item) ? item : [];
    if (typeof id !== 'string') return [];

    const text = Array.isArray(fields) ? eventIn(fields) : undefined;
    return [{ id, deliveries: typeof deliveries === 'number' ? deliveries : 1, ...(text !== undefined && { text }) }];
  });
}

function eventIn(fields: readonly unknown[]): string | undefined {
  const at = fields.findIndex((field, index) => index % 2 === 0 && field === 'event');
  const value = at < 0 ? undefined : fields[at + 1];
  return typeof value === 'string' ? value : undefined;
}
