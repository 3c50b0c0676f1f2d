import { isDeepStrictEqual } from 'node:util';

/** The members in which two items differ, however they are written. */
export function changedFields(one: string, other: string): readonly string[] {
  const [before, after] = [membersOf(one), membersOf(other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((field) => !isDeepStrictEqual(before.get(field), after.get(field))).toSorted();
}

function membersOf(json: string): ReadonlyMap<string, unknown> {
  const value: unknown = JSON.parse(json);
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
