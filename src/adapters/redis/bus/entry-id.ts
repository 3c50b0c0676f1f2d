/** Whether entry `id` was appended before `other`. */
export function isBefore(id: string, other: string): boolean {
  const [ms, sequence] = partsOf(id);
  const [otherMs, otherSequence] = partsOf(other);
  return ms === otherMs ? sequence < otherSequence : ms < otherMs;
}

/** When the entry was appended by the clock of Redis, in Unix milliseconds. */
export function timeOf(id: string): number {
  return Number(partsOf(id)[0]);
}

/** The parts have 64 bits. */
function partsOf(id: string): readonly [ms: bigint, sequence: bigint] {
  const [ms = '', sequence = ''] = id.split('-');
  return /^\d+$/.test(ms) && /^\d+$/.test(sequence) ? [BigInt(ms), BigInt(sequence)] : [0n, 0n];
}
