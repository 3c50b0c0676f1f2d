export interface ReadPath {
  readonly environment: string;
  readonly kind: string;
  readonly identifier: string | undefined;
  readonly rules: 'v2' | undefined;
}

/** Without `%`: nothing to decode. With no other query than SDKs send. */
const readPath = /^\/client\/env\/([^/?%]+)\/([a-z-]+)(?:\/([^/?%]+))?(?:\?(?:cluster=[\w-]*)?(?:&?(rules=v2))?)?$/;

/** The parts of a path as SDKs write it; undefined for any other, which the router may still know. */
export function parseReadPath(url: string): ReadPath | undefined {
  const parts = readPath.exec(url);
  if (!parts) return undefined;
  const [, environment = '', kind = '', identifier, rules] = parts;
  return { environment, kind, identifier, rules: rules === undefined ? undefined : 'v2' };
}
