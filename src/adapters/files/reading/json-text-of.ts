/** A value that YAML gave as JSON text. Unlike JSON.stringify it takes integers of any size. Throws RangeError for what JSON cannot say. */
export function jsonTextOf(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('a number that JSON cannot hold');
  if (Array.isArray(value)) return `[${value.map(jsonTextOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${jsonTextOf(member)}`).join(',')}}`;
}
