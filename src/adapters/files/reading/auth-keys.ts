import type { AuthKeyHash } from '../../../kernel/configuration.js';
import type { Fault } from './fault.js';
import type { ParsedItem } from './parsed-list.js';
import type { SourceFile } from './source-file.js';

interface Keys {
  readonly keys: readonly AuthKeyHash[];
  readonly faults: readonly Fault[];
}

const hash = /^(?:auth-key-)?([0-9a-f]{64})$/i;

/** The hashes of an environment's SDK keys, each once. What is no hash may be a key in the clear: it is never repeated. */
export function authKeysOf(file: SourceFile, parsed: readonly ParsedItem[]): Keys {
  const keys = new Set<AuthKeyHash>();
  const faults: Fault[] = [];
  for (const [index, { value, at }] of parsed.entries()) {
    const [, digits] = (typeof value === 'string' && hash.exec(value)) || [];
    if (digits === undefined) faults.push(file.fault(at, `entry ${index + 1}: expected the SHA-256 of an SDK key, 64 hexadecimal digits`));
    else keys.add(digits.toLowerCase());
  }
  return { keys: [...keys], faults };
}
