/** A version or count as an integer; 0 where the upstream sent none, or nothing that can be one. */
export function integerOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number') return 0;
  const integer = Math.trunc(number);
  return Number.isSafeInteger(integer) ? integer : 0;
}
