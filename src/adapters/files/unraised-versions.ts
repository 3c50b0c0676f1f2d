import type { ConfigItem } from '../../kernel/configuration.js';

/** Identifiers of items that changed although their version did not rise: server SDKs keep what they hold of them. */
export function unraisedVersions(before: readonly ConfigItem[], after: readonly ConfigItem[]): readonly string[] {
  const known = new Map(before.map((item) => [item.identifier, item]));
  return after.flatMap((item) => {
    const old = known.get(item.identifier);
    return old !== undefined && old !== item && item.version === old.version ? [item.identifier] : [];
  });
}
