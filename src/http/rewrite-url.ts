const apiPrefix = '/api/1.0/';

/** Maps the spellings that clients in the field use to the one path of a route: doubled leading slashes, the SaaS prefix, `;` between query parameters. */
export function rewriteUrl(url: string): string {
  let path = url;
  if (path.charCodeAt(1) === 0x2f) path = path.replace(/^\/+/, '/');
  if (path.startsWith(apiPrefix)) path = path.slice(apiPrefix.length - 1).replace(/^\/+/, '/');
  const query = path.indexOf('?');
  if (query === -1 || !path.includes(';', query)) return path;
  return path.slice(0, query) + path.slice(query).replaceAll(';', '&');
}
