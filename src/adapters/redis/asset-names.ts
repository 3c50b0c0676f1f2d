/** What the first word of a layout in a key says it is: identifiers may hold such words too, later on. */
const layout = /^env-.+?-(api-configs|feature-configs?|segments?|target-configs?)(?=-|$)(.*)$/s;

/**
 * Whether a key that an inventory names is of a kind that inventories hold: nothing else is ever removed on their word.
 * Tokens go with their arrays, targets are no part of the configuration.
 */
export function isAsset(key: string): boolean {
  if (/^auth-key-./.test(key)) return true;
  const [, kind = '', rest = ''] = layout.exec(key) ?? [];
  if (kind === 'api-configs') return rest === '';
  const isToken = kind.endsWith('s') && rest === '-latest';
  return kind !== '' && !kind.startsWith('target') && !isToken;
}

/** The token that goes with an array; undefined for any other asset. */
export function tokenKeyOf(key: string): string | undefined {
  const [, kind = '', rest = ''] = layout.exec(key) ?? [];
  return rest === '' && (kind === 'feature-configs' || kind === 'segments') ? `${key}-latest` : undefined;
}

/** The environment that a key is the flags or the list of keys of, if it is one: identifiers may end like that too. */
export function environmentIn(key: string): string | undefined {
  return /^env-(.+)-(?:api|feature)-configs$/s.exec(key)?.[1];
}
