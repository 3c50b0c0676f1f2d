/** Freezes plain data to its leaves. */
export function deepFreeze<T extends object>(data: T): T {
  for (const value of Object.values(data)) {
    if (typeof value === 'object' && value !== null) deepFreeze(value);
  }
  return Object.freeze(data);
}
