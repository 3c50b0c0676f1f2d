import { MalformedJsonText, eachMember } from '../../../kernel/json-text.js';
import type { Pace } from '../../../kernel/pace.js';

/** The names that an inventory lists, whatever it says of them. None when it cannot be read. */
export async function namesIn(inventory: string, pace: Pace): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for (const { key, start, valueEnd } of eachMember(inventory)) {
      await pace.before(valueEnd - start);
      names.push(key);
    }
  } catch (error) {
    if (error instanceof MalformedJsonText) return [];
    throw error;
  }
  return names;
}
