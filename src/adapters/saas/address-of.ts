export function addressOf(base: string, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${base}${path}`);
  url.search = new URLSearchParams(query).toString();
  return url;
}
