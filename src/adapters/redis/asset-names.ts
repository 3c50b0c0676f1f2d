/**
 * Whether a key that an inventory names is of a kind that inventories hold: nothing else is ever removed on their word.
 * Tokens go with their arrays, targets are no part of the configuration.
 */
export function isAsset(key: string): boolean {
  if (/^auth-key-./.test(key)) return true;
  if (/-(?:feature-configs|segments)-latest$/.test(key) || /^env-.+?-target-configs?(?:-|$)/.test(key)) return false;
  return /^env-.+?-(?:api-configs$|feature-configs?(?:-|$)|segments?(?:-|$))/.test(key);
}

/** The token that goes with an array; undefined for any other asset. */
export function tokenKeyOf(key: string): string | undefined {
  return /^env-.+-(?:feature-configs|segments)$/.test(key) ? `${key}-latest` : undefined;
}

/** The environment that a key is the flags or the list of keys of, if it is one: identifiers may end like that too. */
export function environmentIn(key: string): string | undefined {
  return /^env-(.+)-(?:api|feature)-configs$/s.exec(key)?.[1];
}
