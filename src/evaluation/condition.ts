import type { Inquiry } from './inquiry.js';

/** Something that holds for a target or does not. */
export interface Condition {
  readonly holds: (inquiry: Inquiry) => boolean;
  /** Equal for conditions that always agree. Absent where the key would be long: such conditions are told apart by identity. */
  readonly key?: string;
}

const maxKeyParts = 20;
const maxKeyLength = 300;

/** The key of a condition that is fully described by these texts. */
export function conditionKey(operator: string, texts: readonly string[]): { readonly key?: string } {
  if (texts.length > maxKeyParts) return {};
  const key = JSON.stringify([operator, ...texts]);
  return key.length > maxKeyLength ? {} : { key };
}
