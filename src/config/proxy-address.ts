/** A proxy as it is written in settings, without its credentials: those travel in a header of their own, a user without a password included. */
export function proxyAddress(proxy: string): { readonly uri: string; readonly token?: string } {
  const url = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return credentials === ':' ? { uri: url.href } : { uri: url.href, token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
