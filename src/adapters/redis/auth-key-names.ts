import type { AuthKeyHash } from '../../kernel/configuration.js';
import { parsedJson } from './parsed-json.js';

const prefix = 'auth-key-';

/** The keys in the text of an environment's `api-configs`; undefined when it is something else. */
export function authKeysIn(text: string | null): readonly AuthKeyHash[] | undefined {
  const names = parsedJson(text);
  if (names === null) return [];
  if (!Array.isArray(names)) return undefined;
  return names.filter((name): name is string => typeof name === 'string' && name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

export function authKeysText(hashes: readonly AuthKeyHash[]): string {
  return JSON.stringify(hashes.map((hash) => `${prefix}${hash}`));
}
